--- args
--traceable-functions functions
=== The debugf() builtin is not recommended for production use. For more information see bpf_t
begin { debugf("%d", 1); }
--- warnings
stdin:1:9-24: WARNING: The debugf() builtin is not recommended for production use. For more information see bpf_trace_printk in bpf-helpers(7).
begin { debugf("%d", 1); }
        ~~~~~~~~~~~~~~~
--- ids
DEBUGF stdin:1:9
=== Invalid format specifier for `debugf`: c
begin { debugf("%c", 1); debugf("%d", "a"); debugf("%d %d %d %d", 1, 2, 3, 4); }
--- errors
stdin:1:16-20: ERROR: Invalid format specifier for `debugf`: c
begin { debugf("%c", 1); debugf("%d", "a"); debugf("%d %d %d %d", 1, 2, 3, 4); }
               ~~~~
stdin:1:26-43: ERROR: unsupported format specifier for type 'string[2]': d
begin { debugf("%c", 1); debugf("%d", "a"); debugf("%d %d %d %d", 1, 2, 3, 4); }
                         ~~~~~~~~~~~~~~~~~
stdin:1:45-78: ERROR: cannot use more than 3 conversion specifiers
begin { debugf("%c", 1); debugf("%d", "a"); debugf("%d %d %d %d", 1, 2, 3, 4); }
                                            ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
FORMAT stdin:1:16
FORMAT stdin:1:26
FORMAT stdin:1:45
=== write_user() is unsafe. To use you need the --unsafe flag
begin { write_user(0, "a", 1); }
--- errors
stdin:1:9-30: ERROR: write_user() is unsafe. To use you need the --unsafe flag
begin { write_user(0, "a", 1); }
        ~~~~~~~~~~~~~~~~~~~~~
--- ids
UNSAFE stdin:1:9
=== x86_64 doesn't support arg6
kprobe:vfs_read { print((arg0, arg1, arg2, arg3, arg4, arg5)); print((arg6, arg7, arg8, arg9, arg10, arg11)); }
--- errors
stdin:1:71-75: ERROR: x86_64 doesn't support arg6
kprobe:vfs_read { print((arg0, arg1, arg2, arg3, arg4, arg5)); print((arg6, arg7, arg8, arg9, arg10, arg11)); }
                                                                      ~~~~
stdin:1:77-81: ERROR: x86_64 doesn't support arg7
kprobe:vfs_read { print((arg0, arg1, arg2, arg3, arg4, arg5)); print((arg6, arg7, arg8, arg9, arg10, arg11)); }
                                                                            ~~~~
stdin:1:83-87: ERROR: x86_64 doesn't support arg8
kprobe:vfs_read { print((arg0, arg1, arg2, arg3, arg4, arg5)); print((arg6, arg7, arg8, arg9, arg10, arg11)); }
                                                                                  ~~~~
stdin:1:89-93: ERROR: x86_64 doesn't support arg9
kprobe:vfs_read { print((arg0, arg1, arg2, arg3, arg4, arg5)); print((arg6, arg7, arg8, arg9, arg10, arg11)); }
                                                                                        ~~~~
stdin:1:95-100: ERROR: x86_64 doesn't support arg10
kprobe:vfs_read { print((arg0, arg1, arg2, arg3, arg4, arg5)); print((arg6, arg7, arg8, arg9, arg10, arg11)); }
                                                                                              ~~~~~
stdin:1:102-107: ERROR: x86_64 doesn't support arg11
kprobe:vfs_read { print((arg0, arg1, arg2, arg3, arg4, arg5)); print((arg6, arg7, arg8, arg9, arg10, arg11)); }
                                                                                                     ~~~~~
--- ids
BUILTIN_PROBE stdin:1:71
BUILTIN_PROBE stdin:1:77
BUILTIN_PROBE stdin:1:83
BUILTIN_PROBE stdin:1:89
BUILTIN_PROBE stdin:1:95
BUILTIN_PROBE stdin:1:102
=== First argument to 'getopt' must be a string literal.
begin { print(getopt(5)); }
--- errors
stdin:1:22-23: ERROR: First argument to 'getopt' must be a string literal.
begin { print(getopt(5)); }
                     ~
--- ids
CALL_LITERAL stdin:1:22
=== Command line option 'n' needs to have the same default value in all places it is used. Pre
begin { print(getopt("n", 3)); print(getopt("n", 4)); print(getopt("m", 1, "one")); print(getopt("m", 1, "two")); }
--- errors
stdin:1:38-52: ERROR: Command line option 'n' needs to have the same default value in all places it is used. Previous default value: 3
begin { print(getopt("n", 3)); print(getopt("n", 4)); print(getopt("m", 1, "one")); print(getopt("m", 1, "two")); }
                                     ~~~~~~~~~~~~~~
stdin:1:91-112: ERROR: Command line option 'm' must have the same description in all places it's used. Hint: You can wrap it in a macro
begin { print(getopt("n", 3)); print(getopt("n", 4)); print(getopt("m", 1, "one")); print(getopt("m", 1, "two")); }
                                                                                          ~~~~~~~~~~~~~~~~~~~~~
--- ids
OPTION stdin:1:38
OPTION stdin:1:91
=== getopt() requires at least one argument (0 provided)
begin { print(getopt()); }
--- errors
stdin:1:15-23: ERROR: getopt() requires at least one argument (0 provided)
begin { print(getopt()); }
              ~~~~~~~~
--- ids
CALL_ARITY stdin:1:15
=== Unable to resolve comptime expression
begin { if comptime (getopt("b")) { } }
--- errors
stdin:1:12-33: ERROR: Unable to resolve comptime expression
begin { if comptime (getopt("b")) { } }
           ~~~~~~~~~~~~~~~~~~~~~
--- ids
COMPTIME stdin:1:12
=== cgroupid(): no such cgroup: /no/such/cgroup
begin { @a = cgroupid("/no/such/cgroup"); print(cgroup_path("a")); }
--- errors
stdin:1:23-40: ERROR: cgroupid(): no such cgroup: /no/such/cgroup
begin { @a = cgroupid("/no/such/cgroup"); print(cgroup_path("a")); }
                      ~~~~~~~~~~~~~~~~~
stdin:1:49-65: ERROR: cgroup_path() only supports int arguments (string provided)
begin { @a = cgroupid("/no/such/cgroup"); print(cgroup_path("a")); }
                                                ~~~~~~~~~~~~~~~~
--- ids
CALL_VALUE stdin:1:23
CALL_TYPE stdin:1:49
=== memcmp() only supports int arguments (string provided)
begin { print(memcmp(1, 2, "a")); print(is_scalar(5)); }
--- errors
stdin:1:15-32: ERROR: memcmp() only supports int arguments (string provided)
begin { print(memcmp(1, 2, "a")); print(is_scalar(5)); }
              ~~~~~~~~~~~~~~~~~
stdin:1:51-52: ERROR: is_scalar() expects a map argument
begin { print(memcmp(1, 2, "a")); print(is_scalar(5)); }
                                                  ~
--- ids
CALL_TYPE stdin:1:15
CALL_TYPE stdin:1:51
=== program command line option --n invalid integer (value: abc)
begin { print(getopt("n", 3)); }
--- args
-- --n=abc
--- errors
ERROR: program command line option --n invalid integer (value: abc)
--- ids
OPTION
=== program command line option --n expects an integer (value: true)
begin { print(getopt("n", 3)); }
--- args
-- --n
--- errors
ERROR: program command line option --n expects an integer (value: true)
--- ids
OPTION
=== program command line option --b expects a boolean (e.g. 'true') (value: maybe)
begin { print(getopt("b")); }
--- args
-- --b=maybe
--- errors
ERROR: program command line option --b expects a boolean (e.g. 'true') (value: maybe)
--- ids
OPTION
=== unexpected program command line options: --zz, --yy
begin { print(getopt("n", 3)); print(getopt("m", 3)); }
--- args
-- --zz --yy=1
--- errors
ERROR: unexpected program command line options: --zz, --yy
HINT: expected program options: --n, --m
--- ids
OPTION
=== unexpected program command line options: --x
begin { print(1); }
--- args
-- --x
--- errors
ERROR: unexpected program command line options: --x
HINT: no custom program options defined.
--- ids
OPTION
=== HINT: expected program options:
begin { print(getopt("n", 3, "how many")); print(getopt("m", "x")); }
--- args
-- --help
--- errors
HINT: expected program options:
--n: how many
--m
=== program command line option --n value is out of range (value: 99999999999999999999)
begin { print(getopt("n", 3)); }
--- args
-- --n=99999999999999999999
--- errors
ERROR: program command line option --n value is out of range (value: 99999999999999999999)
--- ids
OPTION
=== Invalid string for signal: BOGUS
kprobe:vfs_read { signal_thread("BOGUS"); signal(arg0); write_user(1, 2, 3); }
--- args
--unsafe
--- errors
stdin:1:19-41: ERROR: Invalid string for signal: BOGUS
kprobe:vfs_read { signal_thread("BOGUS"); signal(arg0); write_user(1, 2, 3); }
                  ~~~~~~~~~~~~~~~~~~~~~~
--- ids
CALL_VALUE stdin:1:19
