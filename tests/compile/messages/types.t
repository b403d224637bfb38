=== Type mismatch for $a: trying to assign value of type 'int8' when variable already has a ty
begin { $a = "abc"; $a = 5; }
--- errors
stdin:1:21-27: ERROR: Type mismatch for $a: trying to assign value of type 'int8' when variable already has a type 'string[4]'
begin { $a = "abc"; $a = 5; }
                    ~~~~~~
--- ids
TYPE_MISMATCH stdin:1:21
=== Type mismatch for $a: trying to assign value of type 'string[4]' when variable already has
begin { $a = 5; $a = "abc"; }
--- errors
stdin:1:17-27: ERROR: Type mismatch for $a: trying to assign value of type 'string[4]' when variable already has a type 'int8'
begin { $a = 5; $a = "abc"; }
                ~~~~~~~~~~
--- ids
TYPE_MISMATCH stdin:1:17
=== Type mismatch for @a: trying to assign value of type 'string[4]' when map already has a ty
begin { @a = 5; @a = "abc"; }
--- errors
stdin:1:17-27: ERROR: Type mismatch for @a: trying to assign value of type 'string[4]' when map already has a type 'int8'
begin { @a = 5; @a = "abc"; }
                ~~~~~~~~~~
--- ids
TYPE_MISMATCH stdin:1:17
=== Type mismatch for @a: trying to assign value of type 'int8' when map already has a type 'c
begin { @a = count(); @a = 5; }
--- errors
stdin:1:23-29: ERROR: Type mismatch for @a: trying to assign value of type 'int8' when map already has a type 'count_t'
begin { @a = count(); @a = 5; }
                      ~~~~~~
--- ids
TYPE_MISMATCH stdin:1:23
=== Type mismatch for @a: trying to assign value of type 'count_t' when map already has a type
begin { @a = 5; @a = count(); }
--- errors
stdin:1:22-29: ERROR: Type mismatch for @a: trying to assign value of type 'count_t' when map already has a type 'int8'
begin { @a = 5; @a = count(); }
                     ~~~~~~~
--- ids
TYPE_MISMATCH stdin:1:22
=== Type mismatch for @a: trying to assign value of type 'max_t' when map already has a type '
begin { @a = sum(5); @a = max(5); }
--- errors
stdin:1:27-33: ERROR: Type mismatch for @a: trying to assign value of type 'max_t' when map already has a type 'sum_t'
begin { @a = sum(5); @a = max(5); }
                          ~~~~~~
--- ids
TYPE_MISMATCH stdin:1:27
=== Argument mismatch for @a: trying to access with arguments: 'string[2]' when map expects ar
begin { @a[1] = 1; @a["x"] = 2; }
--- errors
stdin:1:20-27: ERROR: Argument mismatch for @a: trying to access with arguments: 'string[2]' when map expects arguments: 'int8'
begin { @a[1] = 1; @a["x"] = 2; }
                   ~~~~~~~
--- ids
MAP_KEY stdin:1:20
=== Argument mismatch for @a: trying to access with arguments: '(int8,int8)' when map expects
begin { @a[1] = 1; @a[1,2] = 2; }
--- errors
stdin:1:20-27: ERROR: Argument mismatch for @a: trying to access with arguments: '(int8,int8)' when map expects arguments: 'int8'
begin { @a[1] = 1; @a[1,2] = 2; }
                   ~~~~~~~
--- ids
MAP_KEY stdin:1:20
=== @a used as a map without an explicit key (scalar map), previously used with an explicit ke
begin { @a[1] = 1; @a = 2; }
--- errors
stdin:1:20-22: ERROR: @a used as a map without an explicit key (scalar map), previously used with an explicit key (non-scalar map)
begin { @a[1] = 1; @a = 2; }
                   ~~
--- ids
MAP_KIND stdin:1:20
=== @a used as a map with an explicit key (non-scalar map), previously used without an explici
begin { @a = 2; @a[1] = 1; }
--- errors
stdin:1:17-22: ERROR: @a used as a map with an explicit key (non-scalar map), previously used without an explicit key (scalar map)
begin { @a = 2; @a[1] = 1; }
                ~~~~~
--- ids
MAP_KIND stdin:1:17
=== Value 'hist_t' cannot be assigned to a scratch variable.
begin { @h = hist(5); $a = @h; }
--- errors
stdin:1:23-30: ERROR: Value 'hist_t' cannot be assigned to a scratch variable.
begin { @h = hist(5); $a = @h; }
                      ~~~~~~~
--- ids
ASSIGN stdin:1:23
=== Map value 'hist_t' cannot be assigned from one map to another. The function that returns t
begin { @h = hist(5); @b = @h; }
--- errors
stdin:1:23-30: ERROR: Map value 'hist_t' cannot be assigned from one map to another. The function that returns this type must be called directly e.g. `@b = hist(retval);`.
begin { @h = hist(5); @b = @h; }
                      ~~~~~~~
--- ids
MAP_VALUE stdin:1:23
=== Value 'hist_t' cannot be used as a map key.
begin { @h = hist(5); @b[@h] = 1; }
--- errors
stdin:1:23-29: ERROR: Value 'hist_t' cannot be used as a map key.
begin { @h = hist(5); @b[@h] = 1; }
                      ~~~~~~
--- ids
MAP_KEY stdin:1:23
=== Map value 'count_t' cannot be assigned from one map to another. The function that returns
begin { @a = count(); @b = @a; }
--- errors
stdin:1:23-30: ERROR: Map value 'count_t' cannot be assigned from one map to another. The function that returns this type must be called directly e.g. `@b = count();`.
begin { @a = count(); @b = @a; }
                      ~~~~~~~
HINT: Add a cast to integer if you want the value of the aggregate, e.g. `@b = (int64)@a;`.
--- ids
MAP_VALUE stdin:1:23
=== Value 'void' cannot be used as a map key.
begin { @x[print(1)] = 1; }
--- errors
stdin:1:9-21: ERROR: Value 'void' cannot be used as a map key.
begin { @x[print(1)] = 1; }
        ~~~~~~~~~~~~
--- ids
MAP_KEY stdin:1:9
=== Value 'void' cannot be assigned to a scratch variable.
begin { $x = print(1); }
--- errors
stdin:1:9-22: ERROR: Value 'void' cannot be assigned to a scratch variable.
begin { $x = print(1); }
        ~~~~~~~~~~~~~
--- ids
ASSIGN stdin:1:9
=== Value 'void' cannot be assigned to a map.
begin { @x = print(1); }
--- errors
stdin:1:9-22: ERROR: Value 'void' cannot be assigned to a map.
begin { @x = print(1); }
        ~~~~~~~~~~~~~
--- ids
ASSIGN stdin:1:9
=== Value 'void' cannot exist inside a tuple.
begin { $x = (1, print(1)); }
--- errors
stdin:1:18-26: ERROR: Value 'void' cannot exist inside a tuple.
begin { $x = (1, print(1)); }
                 ~~~~~~~~
--- ids
TYPE_MISMATCH stdin:1:18
=== Map type hist_t cannot exist inside a tuple.
begin { @h = hist(5); $x = (1, @h); }
--- errors
stdin:1:32-34: ERROR: Map type hist_t cannot exist inside a tuple.
begin { @h = hist(5); $x = (1, @h); }
                               ~~
--- ids
TYPE_MISMATCH stdin:1:32
=== Map type hist_t cannot exist inside a record.
begin { @h = hist(5); $x = (a=1, b=@h); }
--- errors
stdin:1:36-38: ERROR: Map type hist_t cannot exist inside a record.
begin { @h = hist(5); $x = (a=1, b=@h); }
                                   ~~
--- ids
TYPE_MISMATCH stdin:1:36
=== Type mismatch for '+': comparing (int8,int8) with int64
begin { $a = (1,2) + 3; }
--- errors
stdin:1:14-23: ERROR: Type mismatch for '+': comparing (int8,int8) with int64
begin { $a = (1,2) + 3; }
             ~~~~~~~~~
stdin:1:14-19: ERROR: left ((int8,int8))
begin { $a = (1,2) + 3; }
             ~~~~~
stdin:1:22-23: ERROR: right (int64)
begin { $a = (1,2) + 3; }
                     ~
--- ids
TYPE_MISMATCH stdin:1:14
=== Type mismatch for '+': comparing string[4] with int8
begin { $s = "abc"; $x = $s + 1; }
--- errors
stdin:1:26-32: ERROR: Type mismatch for '+': comparing string[4] with int8
begin { $s = "abc"; $x = $s + 1; }
                         ~~~~~~
stdin:1:26-28: ERROR: left (string[4])
begin { $s = "abc"; $x = $s + 1; }
                         ~~
stdin:1:31-32: ERROR: right (int8)
begin { $s = "abc"; $x = $s + 1; }
                              ~
--- ids
TYPE_MISMATCH stdin:1:26
=== The + operator can not be used on expressions of types int32 *, int32 *
begin { $p = (int32 *)0; $x = $p + $p; }
--- errors
stdin:1:31-38: ERROR: The + operator can not be used on expressions of types int32 *, int32 *
begin { $p = (int32 *)0; $x = $p + $p; }
                              ~~~~~~~
--- ids
OPERATOR stdin:1:31
=== The * operator can not be used on expressions of types int32 *, int8
begin { $p = (int32 *)0; $x = $p * 2; }
--- errors
stdin:1:31-37: ERROR: The * operator can not be used on expressions of types int32 *, int8
begin { $p = (int32 *)0; $x = $p * 2; }
                              ~~~~~~
--- ids
OPERATOR stdin:1:31
=== The < operator can not be used on expressions of types string[2], string[2]
begin { $s = "a"; $t = "b"; $x = $s < $t; }
--- errors
stdin:1:34-41: ERROR: The < operator can not be used on expressions of types string[2], string[2]
begin { $s = "a"; $t = "b"; $x = $s < $t; }
                                 ~~~~~~~
--- ids
OPERATOR stdin:1:34
=== Type mismatch for '&&': comparing string[2] with int8
begin { $s = "a"; $x = $s && 1; }
--- errors
stdin:1:24-31: ERROR: Type mismatch for '&&': comparing string[2] with int8
begin { $s = "a"; $x = $s && 1; }
                       ~~~~~~~
stdin:1:24-26: ERROR: left (string[2])
begin { $s = "a"; $x = $s && 1; }
                       ~~
stdin:1:30-31: ERROR: right (int8)
begin { $s = "a"; $x = $s && 1; }
                             ~
--- ids
TYPE_MISMATCH stdin:1:24
=== Type mismatch for '==': comparing (int8,int8) with (int8,string[2])
begin { $x = (1,2); $y = (1,"a"); print($x == $y); }
--- errors
stdin:1:41-49: ERROR: Type mismatch for '==': comparing (int8,int8) with (int8,string[2])
begin { $x = (1,2); $y = (1,"a"); print($x == $y); }
                                        ~~~~~~~~
stdin:1:41-43: ERROR: left ((int8,int8))
begin { $x = (1,2); $y = (1,"a"); print($x == $y); }
                                        ~~
stdin:1:47-49: ERROR: right ((int8,string[2]))
begin { $x = (1,2); $y = (1,"a"); print($x == $y); }
                                              ~~
--- ids
TYPE_MISMATCH stdin:1:41
=== The < operator can not be used on expressions of types (int8,int8), (int8,int8)
begin { $x = (1,2); $y = (1,3); print($x < $y); }
--- errors
stdin:1:39-46: ERROR: The < operator can not be used on expressions of types (int8,int8), (int8,int8)
begin { $x = (1,2); $y = (1,3); print($x < $y); }
                                      ~~~~~~~
--- ids
OPERATOR stdin:1:39
=== The < operator cannot be used on arrays.
begin { $a = (int8[])"ab"; $b = (int8[])"ab"; print($a < $b); }
--- errors
stdin:1:53-60: ERROR: The < operator cannot be used on arrays.
begin { $a = (int8[])"ab"; $b = (int8[])"ab"; print($a < $b); }
                                                    ~~~~~~~
--- ids
OPERATOR stdin:1:53
=== The - operator can not be used on expressions of type 'string[2]'
begin { $x = -"a"; }
--- errors
stdin:1:14-18: ERROR: The - operator can not be used on expressions of type 'string[2]'
begin { $x = -"a"; }
             ~~~~
--- ids
OPERATOR stdin:1:14
=== The ~ operator can not be used on expressions of type 'string[2]'
begin { $x = ~"a"; }
--- errors
stdin:1:14-18: ERROR: The ~ operator can not be used on expressions of type 'string[2]'
begin { $x = ~"a"; }
             ~~~~
--- ids
OPERATOR stdin:1:14
=== The ! operator can not be used on expressions of type 'string[2]'
begin { $x = !"a"; }
--- errors
stdin:1:14-18: ERROR: The ! operator can not be used on expressions of type 'string[2]'
begin { $x = !"a"; }
             ~~~~
--- ids
OPERATOR stdin:1:14
=== The * operator can not be used on expressions of type 'string[2]'
begin { $x = *"a"; }
--- errors
stdin:1:14-18: ERROR: The * operator can not be used on expressions of type 'string[2]'
begin { $x = *"a"; }
             ~~~~
--- ids
OPERATOR stdin:1:14
=== The ! operator can not be used on expressions of type 'int32 *'
begin { $p = (int32 *)0; $x = !$p; }
--- errors
stdin:1:31-34: ERROR: The ! operator can not be used on expressions of type 'int32 *'
begin { $p = (int32 *)0; $x = !$p; }
                              ~~~
--- ids
OPERATOR stdin:1:31
=== address-of operator (&) can only be used on a map or variable
begin { $x = &5; }
--- errors
stdin:1:14-16: ERROR: address-of operator (&) can only be used on a map or variable
begin { $x = &5; }
             ~~
--- ids
OPERATOR stdin:1:14
=== Invalid condition: tuple
begin { if ((1,2)) { } }
--- errors
stdin:1:9-23: ERROR: Invalid condition: tuple
begin { if ((1,2)) { } }
        ~~~~~~~~~~~~~~
--- ids
CONDITION stdin:1:9
=== Invalid condition: string
begin { $s = "abc"; if ($s) { } }
--- errors
stdin:1:21-32: ERROR: Invalid condition: string
begin { $s = "abc"; if ($s) { } }
                    ~~~~~~~~~~~
--- ids
CONDITION stdin:1:21
=== Branches must return the same type or compatible types: have 'int8' and 'string[2]'
begin { $c = 1; $a = $c ? 2 : "x"; }
--- errors
stdin:1:22-34: ERROR: Branches must return the same type or compatible types: have 'int8' and 'string[2]'
begin { $c = 1; $a = $c ? 2 : "x"; }
                     ~~~~~~~~~~~~
--- ids
TYPE_MISMATCH stdin:1:22
=== Branches must return the same type or compatible types: have 'int8' and 'string[2]' (2)
begin { $c = 1; $a = if ($c) { 2 } else { "x" }; }
--- errors
stdin:1:22-48: ERROR: Branches must return the same type or compatible types: have 'int8' and 'string[2]'
begin { $c = 1; $a = if ($c) { 2 } else { "x" }; }
                     ~~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
TYPE_MISMATCH stdin:1:22
=== Type mismatch for $x: trying to assign value of type 'int16' when variable already has a t
begin { let $x: uint8 = 300; }
--- errors
stdin:1:9-28: ERROR: Type mismatch for $x: trying to assign value of type 'int16' when variable already has a type 'uint8'
begin { let $x: uint8 = 300; }
        ~~~~~~~~~~~~~~~~~~~
--- ids
TYPE_MISMATCH stdin:1:9
=== Type mismatch for $x: trying to assign value of type 'int8' when variable already has a ty
begin { let $x: uint8 = -1; }
--- errors
stdin:1:9-27: ERROR: Type mismatch for $x: trying to assign value of type 'int8' when variable already has a type 'uint8'
begin { let $x: uint8 = -1; }
        ~~~~~~~~~~~~~~~~~~
--- ids
TYPE_MISMATCH stdin:1:9
=== Type mismatch for $x: trying to assign value of type 'string[8]' when variable already has
begin { let $x: string[4] = "abcdefg"; }
--- errors
stdin:1:9-38: ERROR: Type mismatch for $x: trying to assign value of type 'string[8]' when variable already has a type 'string[4]'
begin { let $x: string[4] = "abcdefg"; }
        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
TYPE_MISMATCH stdin:1:9
=== Cannot cast from "string[2]" to "uint8"
begin { $a = (uint8)"x"; }
--- errors
stdin:1:14-21: ERROR: Cannot cast from "string[2]" to "uint8"
begin { $a = (uint8)"x"; }
             ~~~~~~~
--- ids
CAST stdin:1:14
=== Cannot cast from "string[7]" to "string[2]"
begin { $a = (string[2])"abcdef"; }
--- errors
stdin:1:14-25: ERROR: Cannot cast from "string[7]" to "string[2]"
begin { $a = (string[2])"abcdef"; }
             ~~~~~~~~~~~
--- ids
CAST stdin:1:14
=== Cannot cast from "int8" to "struct task_struct"
begin { $a = (struct task_struct)5; }
--- errors
stdin:1:14-34: ERROR: Cannot cast from "int8" to "struct task_struct"
begin { $a = (struct task_struct)5; }
             ~~~~~~~~~~~~~~~~~~~~
--- ids
CAST stdin:1:14
=== Cannot cast from "int64" to "uint8[4]"
begin { $a = (uint8[4])5000000000; }
--- errors
stdin:1:14-24: ERROR: Cannot cast from "int64" to "uint8[4]"
begin { $a = (uint8[4])5000000000; }
             ~~~~~~~~~~
--- ids
CAST stdin:1:14
=== The array index operator [] can only be used on arrays, pointers, and tuples, found int8.
begin { $a = 5; print($a[1]); }
--- errors
stdin:1:23-28: ERROR: The array index operator [] can only be used on arrays, pointers, and tuples, found int8.
begin { $a = 5; print($a[1]); }
                      ~~~~~
--- ids
INDEX stdin:1:23
=== The array index operator [] only accepts non-negative integer indices. Got: int8
begin { $s = "abc"; print($s[-1]); }
--- errors
stdin:1:27-33: ERROR: The array index operator [] only accepts non-negative integer indices. Got: int8
begin { $s = "abc"; print($s[-1]); }
                          ~~~~~~
--- ids
INDEX stdin:1:27
=== the index 10 is out of bounds for array of size 4
begin { $s = "abc"; print($s[10]); }
--- errors
stdin:1:27-33: ERROR: the index 10 is out of bounds for array of size 4
begin { $s = "abc"; print($s[10]); }
                          ~~~~~~
--- ids
INDEX stdin:1:27
=== Array-style access for tuples only valid for integer literals
begin { $a = (1,2); $i = 1; print($a[$i]); }
--- errors
stdin:1:35-41: ERROR: Array-style access for tuples only valid for integer literals
begin { $a = (1,2); $i = 1; print($a[$i]); }
                                  ~~~~~~
--- ids
INDEX stdin:1:35
=== The array index operator [] cannot be used on a pointer to an unsized type (void *).
begin { $p = (void *)0; print($p[1]); }
--- errors
stdin:1:31-36: ERROR: The array index operator [] cannot be used on a pointer to an unsized type (void *).
begin { $p = (void *)0; print($p[1]); }
                              ~~~~~
--- ids
INDEX stdin:1:31
=== the index 9 is out of bounds for array of size 6
begin { $a = (int8[])"abcde"; print($a[9]); }
--- errors
stdin:1:37-42: ERROR: the index 9 is out of bounds for array of size 6
begin { $a = (int8[])"abcde"; print($a[9]); }
                                    ~~~~~
--- ids
INDEX stdin:1:37
=== The array index operator [] only accepts non-negative integer indices. Got: int8 (2)
begin { $a = (int8[])"abcde"; $i = -1; print($a[$i]); }
--- errors
stdin:1:46-52: ERROR: The array index operator [] only accepts non-negative integer indices. Got: int8
begin { $a = (int8[])"abcde"; $i = -1; print($a[$i]); }
                                             ~~~~~~
--- ids
INDEX stdin:1:46
=== unable to fold literals due to overflow or underflow
begin { print(5 / 0); print(5 % 0); print(1 << 64); print(9223372036854775807 * 3); }
--- errors
stdin:1:15-20: ERROR: unable to fold literals due to overflow or underflow
begin { print(5 / 0); print(5 % 0); print(1 << 64); print(9223372036854775807 * 3); }
              ~~~~~
stdin:1:29-34: ERROR: unable to fold literals due to overflow or underflow
begin { print(5 / 0); print(5 % 0); print(1 << 64); print(9223372036854775807 * 3); }
                            ~~~~~
stdin:1:43-50: ERROR: unable to fold literals due to overflow or underflow
begin { print(5 / 0); print(5 % 0); print(1 << 64); print(9223372036854775807 * 3); }
                                          ~~~~~~~
stdin:1:59-82: ERROR: unable to fold literals due to overflow or underflow
begin { print(5 / 0); print(5 % 0); print(1 << 64); print(9223372036854775807 * 3); }
                                                          ~~~~~~~~~~~~~~~~~~~~~~~
--- ids
OVERFLOW stdin:1:15
OVERFLOW stdin:1:29
OVERFLOW stdin:1:43
OVERFLOW stdin:1:59
=== negative value will underflow
begin { print(-9223372036854775809); }
--- errors
stdin:1:15-35: ERROR: negative value will underflow
begin { print(-9223372036854775809); }
              ~~~~~~~~~~~~~~~~~~~~
--- ids
OVERFLOW stdin:1:15
=== Unable to resolve comptime expression
begin { $x = 5; print(comptime $x); }
--- errors
stdin:1:23-34: ERROR: Unable to resolve comptime expression
begin { $x = 5; print(comptime $x); }
                      ~~~~~~~~~~~
--- ids
COMPTIME stdin:1:23
=== Unable to resolve comptime expression (2)
begin { if comptime (@a) { print(1); } @a = 1; }
--- errors
stdin:1:12-24: ERROR: Unable to resolve comptime expression
begin { if comptime (@a) { print(1); } @a = 1; }
           ~~~~~~~~~~~~
--- ids
COMPTIME stdin:1:12
=== Loop range requires an integer for the start value
begin { for $i : "a"..3 { } }
--- errors
stdin:1:9-24: ERROR: Loop range requires an integer for the start value
begin { for $i : "a"..3 { } }
        ~~~~~~~~~~~~~~~
--- ids
LOOP stdin:1:9
=== Loop range requires an integer for the end value
begin { for $i : 0.."b" { } }
--- errors
stdin:1:9-24: ERROR: Loop range requires an integer for the end value
begin { for $i : 0.."b" { } }
        ~~~~~~~~~~~~~~~
--- ids
LOOP stdin:1:9
=== @a has no explicit keys (scalar map), and cannot be used for iteration
begin { @a = 1; for $kv : @a { } }
--- errors
stdin:1:27-29: ERROR: @a has no explicit keys (scalar map), and cannot be used for iteration
begin { @a = 1; for $kv : @a { } }
                          ~~
--- ids
LOOP stdin:1:27
=== Loop expression does not support type: hist_t
begin { @a[1] = hist(3); for $kv : @a { } }
--- errors
stdin:1:36-38: ERROR: Loop expression does not support type: hist_t
begin { @a[1] = hist(3); for $kv : @a { } }
                                   ~~
--- ids
LOOP stdin:1:36
=== 'break' statement is not allowed in a probe
begin { break; }
--- errors
stdin:1:9-15: ERROR: 'break' statement is not allowed in a probe
begin { break; }
        ~~~~~~
--- ids
LOOP stdin:1:9
=== 'continue' statement is not allowed in a probe
begin { continue; }
--- errors
stdin:1:9-18: ERROR: 'continue' statement is not allowed in a probe
begin { continue; }
        ~~~~~~~~~
--- ids
LOOP stdin:1:9
=== unroll minimum value is 1
begin { unroll(0) { } }
--- errors
stdin:1:9-22: ERROR: unroll minimum value is 1
begin { unroll(0) { } }
        ~~~~~~~~~~~~~
--- ids
LOOP stdin:1:9
=== unroll maximum value is 100
begin { unroll(101) { } }
--- errors
stdin:1:9-24: ERROR: unroll maximum value is 100
begin { unroll(101) { } }
        ~~~~~~~~~~~~~~~
--- ids
LOOP stdin:1:9
=== invalid unroll value
begin { $n = 3; unroll($n) { } }
--- errors
stdin:1:17-31: ERROR: invalid unroll value
begin { $n = 3; unroll($n) { } }
                ~~~~~~~~~~~~~~
--- ids
LOOP stdin:1:17
=== 'break' statement is not allowed in a probe (2)
begin { unroll(3) { break; } }
--- errors
stdin:1:21-27: ERROR: 'break' statement is not allowed in a probe
begin { unroll(3) { break; } }
                    ~~~~~~
--- ids
LOOP stdin:1:21
=== Probe return values can only be integers. Found string[2]
begin { return "a"; }
--- errors
stdin:1:9-20: ERROR: Probe return values can only be integers. Found string[2]
begin { return "a"; }
        ~~~~~~~~~~~
--- ids
RETURN stdin:1:9
=== Function f is of type int64, cannot return void
fn f(): int64 { return; } begin { }
--- errors
stdin:1:17-24: ERROR: Function f is of type int64, cannot return void
fn f(): int64 { return; } begin { }
                ~~~~~~~
--- ids
RETURN stdin:1:17
=== Function f is of type int64, cannot return string[2]
fn f(): int64 { return "a"; } begin { }
--- errors
stdin:1:17-28: ERROR: Function f is of type int64, cannot return string[2]
fn f(): int64 { return "a"; } begin { }
                ~~~~~~~~~~~
--- ids
RETURN stdin:1:17
=== Function f is of type int64, cannot return void (2)
fn f(): int64 { } begin { }
--- errors
stdin:1:17-18: ERROR: Function f is of type int64, cannot return void
fn f(): int64 { } begin { }
                ~
--- ids
RETURN stdin:1:17
=== Type mismatch for $x: trying to assign value of type 'int16' when variable already has a t (2)
begin { let $x: int8 = 1; print(sizeof($x)); if comptime (sizeof($x) == 1) { $x = 1000; } }
--- errors
stdin:1:78-87: ERROR: Type mismatch for $x: trying to assign value of type 'int16' when variable already has a type 'int8'
begin { let $x: int8 = 1; print(sizeof($x)); if comptime (sizeof($x) == 1) { $x = 1000; } }
                                                                             ~~~~~~~~~
--- ids
TYPE_MISMATCH stdin:1:78
=== When used as a call argument, `typeof` builtin only valid for macro calls that are expecti
begin { typeof(5); }
--- errors
stdin:1:9-18: ERROR: When used as a call argument, `typeof` builtin only valid for macro calls that are expecting a type parameter
begin { typeof(5); }
        ~~~~~~~~~
--- ids
CALL_TYPE stdin:1:9
=== When used as a call argument, `typeof` builtin only valid for macro calls that are expecti (2)
begin { print(typeof(5)); }
--- errors
stdin:1:15-24: ERROR: When used as a call argument, `typeof` builtin only valid for macro calls that are expecting a type parameter
begin { print(typeof(5)); }
              ~~~~~~~~~
--- ids
CALL_TYPE stdin:1:15
=== typeinfo feature is not enabled by default. To enable this unstable feature, set the confi
begin { print(typeinfo(5)); }
--- errors
stdin:1:15-26: ERROR: typeinfo feature is not enabled by default. To enable this unstable feature, set the config flag to enable. unstable_typeinfo=enable
begin { print(typeinfo(5)); }
              ~~~~~~~~~~~
--- ids
UNSTABLE stdin:1:15
=== Script is using an unstable feature: typeinfo. To prevent this warning you must explicitly
config = { unstable_typeinfo = warn } begin { print(typeinfo(5)); }
--- warnings
WARNING: Script is using an unstable feature: typeinfo. To prevent this warning you must explicitly enable it in the config e.g. unstable_typeinfo=enable
--- ids
UNSTABLE_WARN
=== Script is using an unstable feature: tseries. To prevent this warning you must explicitly
begin { @x = tseries(5, 1s, 3); }
--- warnings
WARNING: Script is using an unstable feature: tseries. To prevent this warning you must explicitly enable it in the config e.g. unstable_tseries=enable
--- ids
UNSTABLE_WARN
=== tseries feature is not enabled by default. To enable this unstable feature, set the config
config = { unstable_tseries = error } begin { @x = tseries(5, 1s, 3); }
--- errors
stdin:1:52-69: ERROR: tseries feature is not enabled by default. To enable this unstable feature, set the config flag to enable. unstable_tseries=enable
config = { unstable_tseries = error } begin { @x = tseries(5, 1s, 3); }
                                                   ~~~~~~~~~~~~~~~~~
--- ids
UNSTABLE stdin:1:52
=== Import statements that are not at the top level are primarily for the standard library. If
begin { import "x.bt"; }
--- errors
stdin:1:9-22: ERROR: Import statements that are not at the top level are primarily for the standard library. If this is functionality you need, please file an issue to explain why.
begin { import "x.bt"; }
        ~~~~~~~~~~~~~
--- ids
IMPORT stdin:1:9
=== Expected int8 for argument `a` got int16
fn f($a: int8): int8 { return $a; } begin { print(f(300)); }
--- errors
stdin:1:53-56: ERROR: Expected int8 for argument `a` got int16
fn f($a: int8): int8 { return $a; } begin { print(f(300)); }
                                                    ~~~
--- ids
CALL_TYPE stdin:1:53
=== Function f is of type uint8, cannot return int16
fn f(): uint8 { return 300; } begin { print(f()); }
--- errors
stdin:1:17-28: ERROR: Function f is of type uint8, cannot return int16
fn f(): uint8 { return 300; } begin { print(f()); }
                ~~~~~~~~~~~
--- ids
RETURN stdin:1:17
=== two parameters of one name
fn f($a: int64, $a: int64): int64 { return $a; } begin { print(f(1, 2)); }
--- errors
stdin:1:17-19: ERROR: Variable $a was already declared. Variable shadowing is not allowed.
fn f($a: int64, $a: int64): int64 { return $a; } begin { print(f(1, 2)); }
                ~~
stdin:1:6-8: ERROR: This is the function parameter.
fn f($a: int64, $a: int64): int64 { return $a; } begin { print(f(1, 2)); }
     ~~
--- ids
SHADOWING stdin:1:17
=== Addrspace mismatch
fn f($p: int8 *): string[17] { return str($p, 16); }
k:vfs_read { print(f((int8 *)arg1)); print(f(uptr((int8 *)arg1))); }
--- args
--traceable-functions functions
--- warnings
stdin:2:46-64: WARNING: Addrspace mismatch
k:vfs_read { print(f((int8 *)arg1)); print(f(uptr((int8 *)arg1))); }
                                             ~~~~~~~~~~~~~~~~~~
