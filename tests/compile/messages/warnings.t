--- args
--traceable-functions functions
=== Return value discarded.
begin { 5; }
--- warnings
stdin:1:9-10: WARNING: Return value discarded.
begin { 5; }
        ~
--- ids
DISCARDED stdin:1:9
=== Return value discarded. (2)
begin { $x = 1; $x; has_key(@a, 1); @a[1] = 1; }
--- warnings
stdin:1:17-19: WARNING: Return value discarded.
begin { $x = 1; $x; has_key(@a, 1); @a[1] = 1; }
                ~~
stdin:1:21-35: WARNING: Return value discarded.
begin { $x = 1; $x; has_key(@a, 1); @a[1] = 1; }
                    ~~~~~~~~~~~~~~
--- ids
DISCARDED stdin:1:17
DISCARDED stdin:1:21
=== Unreachable statement.
begin { return 1; print(2); }
--- warnings
stdin:1:19-28: WARNING: Unreachable statement.
begin { return 1; print(2); }
                  ~~~~~~~~~
--- ids
UNREACHABLE stdin:1:19
=== Unreachable statement. (2)
begin { exit(); print(2); }
--- warnings
stdin:1:17-26: WARNING: Unreachable statement.
begin { exit(); print(2); }
                ~~~~~~~~~
--- ids
UNREACHABLE stdin:1:17
=== Unreachable statement. (3)
begin { for $i : 0..3 { break; print(2); } }
--- warnings
stdin:1:32-41: WARNING: Unreachable statement.
begin { for $i : 0..3 { break; print(2); } }
                               ~~~~~~~~~
--- ids
UNREACHABLE stdin:1:32
=== While loops are deprecated and may be removed in the future.
begin { while (1) { break; } }
--- warnings
stdin:1:9-29: WARNING: While loops are deprecated and may be removed in the future.
begin { while (1) { break; } }
        ~~~~~~~~~~~~~~~~~~~~
HINT: For loops support ranges (e.g. `for ($x : $start..$end) { ... }`), and can be used in place of while. These are more easily proven to be bounded by the verifier.
--- ids
DEPRECATED stdin:1:9
=== Expression of type: uint64 being cast to type: int64. This may cause unexpected results. U
begin { $a = (uint64)5; $b = (int64)-3; $c = $a + $b; print($c); }
--- warnings
stdin:1:46-48: WARNING: Expression of type: uint64 being cast to type: int64. This may cause unexpected results. Use an explicit cast to suppress this warning.
begin { $a = (uint64)5; $b = (int64)-3; $c = $a + $b; print($c); }
                                             ~~
--- ids
IMPLICIT_CAST stdin:1:46
=== Expression of type: uint64 being cast to type: int32. This may cause unexpected results. U
begin { $a = (uint64)5; let $b: int32 = $a; print($b); }
--- warnings
stdin:1:41-43: WARNING: Expression of type: uint64 being cast to type: int32. This may cause unexpected results. Use an explicit cast to suppress this warning.
begin { $a = (uint64)5; let $b: int32 = $a; print($b); }
                                        ~~
--- ids
IMPLICIT_CAST stdin:1:41
=== Unnecessary cast: expression is already of type uint8
begin { $a = (uint8)5; $b = (uint8)$a; print($b); }
--- warnings
stdin:1:29-36: WARNING: Unnecessary cast: expression is already of type uint8
begin { $a = (uint8)5; $b = (uint8)$a; print($b); }
                            ~~~~~~~
--- ids
REDUNDANT_CAST stdin:1:29
=== signed operands for '/' can lead to undefined behavior (cast to unsigned to silence warnin
begin { $a = (int64)5; print($a / (uint64)$a); }
--- warnings
stdin:1:30-45: WARNING: signed operands for '/' can lead to undefined behavior (cast to unsigned to silence warning)
begin { $a = (int64)5; print($a / (uint64)$a); }
                             ~~~~~~~~~~~~~~~
--- ids
SIGNED_DIVISION stdin:1:30
=== comparison of distinct pointer types: int32, int64
begin { $p = (int32 *)0; $q = (int64 *)0; print($p == $q); }
--- warnings
stdin:1:49-57: WARNING: comparison of distinct pointer types: int32, int64
begin { $p = (int32 *)0; $q = (int64 *)0; print($p == $q); }
                                                ~~~~~~~~
stdin:1:49-51: WARNING: left (int32)
begin { $p = (int32 *)0; $q = (int64 *)0; print($p == $q); }
                                                ~~
stdin:1:55-57: WARNING: right (int64)
begin { $p = (int32 *)0; $q = (int64 *)0; print($p == $q); }
                                                      ~~
--- ids
POINTER_COMPARE stdin:1:49
=== literal string will always be empty
begin { print("abc" + 5); }
--- warnings
stdin:1:15-24: WARNING: literal string will always be empty
begin { print("abc" + 5); }
              ~~~~~~~~~
--- ids
EMPTY_STRING stdin:1:15
=== Due to it's asynchronous nature using 'print()' in a loop can lead to unexpected behavior.
begin { for $i : 0..2 { @a[$i] = 1; print(@a); } }
--- warnings
stdin:1:37-46: WARNING: Due to it's asynchronous nature using 'print()' in a loop can lead to unexpected behavior. The map will likely be updated before the runtime can 'print' it.
begin { for $i : 0..2 { @a[$i] = 1; print(@a); } }
                                    ~~~~~~~~~
--- ids
PRINT_IN_LOOP stdin:1:37
=== print()'s top and div arguments are ignored when used on stats() maps.
begin { @s = stats(5); print(@s, 1, 2); }
--- warnings
stdin:1:24-39: WARNING: print()'s top and div arguments are ignored when used on stats() maps.
begin { @s = stats(5); print(@s, 1, 2); }
                       ~~~~~~~~~~~~~~~
--- ids
PRINT_STATS_ARGS stdin:1:24
=== Positional parameter $1 is empty or not provided.
begin { print($1); }
--- warnings
stdin:1:15-17: WARNING: Positional parameter $1 is empty or not provided. 
begin { print($1); }
              ~~
--- ids
POSITIONAL stdin:1:15
=== length param (50) is too long and will be shortened to 9 bytes (see BPFTRACE_MAX_STRLEN)
config = { max_strlen = 9 } kprobe:vfs_read { $s = str(arg0, 50); }
--- warnings
stdin:1:52-65: WARNING: length param (50) is too long and will be shortened to 9 bytes (see BPFTRACE_MAX_STRLEN)
config = { max_strlen = 9 } kprobe:vfs_read { $s = str(arg0, 50); }
                                                   ~~~~~~~~~~~~~
--- ids
STR_LENGTH stdin:1:52
=== length param (5000) is too long and will be shortened to 1024 bytes (see BPFTRACE_MAX_STRL
kprobe:vfs_read { $s = str(arg0, 5000); print($s); }
--- warnings
stdin:1:24-39: WARNING: length param (5000) is too long and will be shortened to 1024 bytes (see BPFTRACE_MAX_STRLEN)
kprobe:vfs_read { $s = str(arg0, 5000); print($s); }
                       ~~~~~~~~~~~~~~~
--- ids
STR_LENGTH stdin:1:24
=== symbol_source is deprecated and has no effect
config = { symbol_source = "x" } begin { }
--- warnings
stdin:1:12-31: WARNING: symbol_source is deprecated and has no effect
config = { symbol_source = "x" } begin { }
           ~~~~~~~~~~~~~~~~~~~
--- ids
CONFIG_DEPRECATED stdin:1:12
=== strlen has been renamed, please use max_strlen
config = { strlen = 32; cat_bytes_max = 5; map_keys_max = 3; no_cpp_demangle = 1 } begin { }
--- warnings
stdin:1:12-23: WARNING: strlen has been renamed, please use max_strlen
config = { strlen = 32; cat_bytes_max = 5; map_keys_max = 3; no_cpp_demangle = 1 } begin { }
           ~~~~~~~~~~~
stdin:1:25-42: WARNING: cat_bytes_max has been renamed, please use max_cat_bytes
config = { strlen = 32; cat_bytes_max = 5; map_keys_max = 3; no_cpp_demangle = 1 } begin { }
                        ~~~~~~~~~~~~~~~~~
stdin:1:44-60: WARNING: map_keys_max has been renamed, please use max_map_keys
config = { strlen = 32; cat_bytes_max = 5; map_keys_max = 3; no_cpp_demangle = 1 } begin { }
                                           ~~~~~~~~~~~~~~~~
stdin:1:62-81: WARNING: no_cpp_demangle has been renamed, please use cpp_demangle
config = { strlen = 32; cat_bytes_max = 5; map_keys_max = 3; no_cpp_demangle = 1 } begin { }
                                                             ~~~~~~~~~~~~~~~~~~~
--- ids
CONFIG_DEPRECATED stdin:1:12
CONFIG_DEPRECATED stdin:1:25
CONFIG_DEPRECATED stdin:1:44
CONFIG_DEPRECATED stdin:1:62
=== max_type_res_iterations is deprecated and has no effect
config = { max_type_res_iterations = 1; unstable_addr = 1; unstable_import = 1; unstable_macro = 1; unstable_map_decl = 1 } begin { }
--- warnings
stdin:1:12-39: WARNING: max_type_res_iterations is deprecated and has no effect
config = { max_type_res_iterations = 1; unstable_addr = 1; unstable_import = 1; unstable_macro = 1; unstable_map_decl = 1 } begin { }
           ~~~~~~~~~~~~~~~~~~~~~~~~~~~
stdin:1:41-58: WARNING: unstable_addr is deprecated and has no effect
config = { max_type_res_iterations = 1; unstable_addr = 1; unstable_import = 1; unstable_macro = 1; unstable_map_decl = 1 } begin { }
                                        ~~~~~~~~~~~~~~~~~
stdin:1:60-79: WARNING: unstable_import is deprecated and has no effect
config = { max_type_res_iterations = 1; unstable_addr = 1; unstable_import = 1; unstable_macro = 1; unstable_map_decl = 1 } begin { }
                                                           ~~~~~~~~~~~~~~~~~~~
stdin:1:81-99: WARNING: unstable_macro is deprecated and has no effect
config = { max_type_res_iterations = 1; unstable_addr = 1; unstable_import = 1; unstable_macro = 1; unstable_map_decl = 1 } begin { }
                                                                                ~~~~~~~~~~~~~~~~~~
stdin:1:101-122: WARNING: unstable_map_decl is deprecated and has no effect
config = { max_type_res_iterations = 1; unstable_addr = 1; unstable_import = 1; unstable_macro = 1; unstable_map_decl = 1 } begin { }
                                                                                                    ~~~~~~~~~~~~~~~~~~~~~
--- ids
CONFIG_DEPRECATED stdin:1:12
CONFIG_DEPRECATED stdin:1:41
CONFIG_DEPRECATED stdin:1:60
CONFIG_DEPRECATED stdin:1:81
CONFIG_DEPRECATED stdin:1:101
=== 'build_id' stack mode can only be used for ustack. Falling back to 'raw' mode.
config = { stack_mode = build_id } kprobe:vfs_read { print(kstack); }
--- warnings
stdin:1:60-66: WARNING: 'build_id' stack mode can only be used for ustack. Falling back to 'raw' mode.
config = { stack_mode = build_id } kprobe:vfs_read { print(kstack); }
                                                           ~~~~~~
--- ids
STACK_MODE stdin:1:60
=== Addrspace mismatch
kprobe:vfs_read { $q = (int8 *)arg0; $q = (int8 *)uptr(arg1); print(*$q); }
--- warnings
stdin:1:43-61: WARNING: Addrspace mismatch
kprobe:vfs_read { $q = (int8 *)arg0; $q = (int8 *)uptr(arg1); print(*$q); }
                                          ~~~~~~~~~~~~~~~~~~
--- ids
ADDRSPACE stdin:1:43
=== Return value discarded. (3)
begin {
	$p = strlen(
		"a");
	strlen(
		"b"
	);
}
--- warnings
stdin:4-6: WARNING: Return value discarded.
	strlen(
		"b"
	);
--- ids
DISCARDED stdin:4:2
