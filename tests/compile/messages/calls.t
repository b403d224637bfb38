--- env
BPFTRACE_MAX_STRLEN=32
=== printf() requires at least one argument (0 provided)
begin { printf(); }
--- errors
stdin:1:9-17: ERROR: printf() requires at least one argument (0 provided)
begin { printf(); }
        ~~~~~~~~
--- ids
CALL_ARITY stdin:1:9
=== printf() expects a string literal (int provided)
begin { printf(5); }
--- errors
stdin:1:9-18: ERROR: printf() expects a string literal (int provided)
begin { printf(5); }
        ~~~~~~~~~
--- ids
CALL_LITERAL stdin:1:9
=== printf() expects a string literal (string provided)
begin { $f = "%d"; printf($f, 1); }
--- errors
stdin:1:20-33: ERROR: printf() expects a string literal (string provided)
begin { $f = "%d"; printf($f, 1); }
                   ~~~~~~~~~~~~~
--- ids
CALL_LITERAL stdin:1:20
=== not enough arguments for format string (0 supplied, 1 expected)
begin { printf("%d\n"); }
--- errors
stdin:1:9-23: ERROR: not enough arguments for format string (0 supplied, 1 expected)
begin { printf("%d\n"); }
        ~~~~~~~~~~~~~~
--- ids
FORMAT stdin:1:9
=== too many arguments for format string (2 supplied, 1 expected)
begin { printf("%d\n", 1, 2); }
--- errors
stdin:1:9-29: ERROR: too many arguments for format string (2 supplied, 1 expected)
begin { printf("%d\n", 1, 2); }
        ~~~~~~~~~~~~~~~~~~~~
--- ids
FORMAT stdin:1:9
=== unsupported format specifier for type 'string[2]': d
begin { printf("%d\n", "a"); }
--- errors
stdin:1:9-28: ERROR: unsupported format specifier for type 'string[2]': d
begin { printf("%d\n", "a"); }
        ~~~~~~~~~~~~~~~~~~~
--- ids
FORMAT stdin:1:9
=== unsupported format specifier: f
begin { printf("%f\n", 1); }
--- errors
stdin:1:9-26: ERROR: unsupported format specifier: f
begin { printf("%f\n", 1); }
        ~~~~~~~~~~~~~~~~~
--- ids
FORMAT stdin:1:9
=== unsupported format specifier for type 'int8': r
begin { printf("%r\n", 5); }
--- errors
stdin:1:9-26: ERROR: unsupported format specifier for type 'int8': r
begin { printf("%r\n", 5); }
        ~~~~~~~~~~~~~~~~~
--- ids
FORMAT stdin:1:9
=== unsupported format specifier for type 'count_t': d
begin { @c = count(); printf("%d\n", @c); }
--- errors
stdin:1:23-41: ERROR: unsupported format specifier for type 'count_t': d
begin { @c = count(); printf("%d\n", @c); }
                      ~~~~~~~~~~~~~~~~~~
--- ids
FORMAT stdin:1:23
=== print() requires at least one argument (0 provided)
begin { print(); }
--- errors
stdin:1:9-16: ERROR: print() requires at least one argument (0 provided)
begin { print(); }
        ~~~~~~~
--- ids
CALL_ARITY stdin:1:9
=== Non-map print() only takes 1 argument, 2 found
begin { print(5, 1); }
--- errors
stdin:1:9-20: ERROR: Non-map print() only takes 1 argument, 2 found
begin { print(5, 1); }
        ~~~~~~~~~~~
--- ids
CALL_ARITY stdin:1:9
=== print() expects a int literal (string provided)
begin { @a[1] = 1; print(@a, "x"); }
--- errors
stdin:1:20-34: ERROR: print() expects a int literal (string provided)
begin { @a[1] = 1; print(@a, "x"); }
                   ~~~~~~~~~~~~~~
--- ids
CALL_LITERAL stdin:1:20
=== print() expects a int literal (int provided)
begin { @a[1] = 1; $n = 1; print(@a, $n); }
--- errors
stdin:1:28-41: ERROR: print() expects a int literal (int provided)
begin { @a[1] = 1; $n = 1; print(@a, $n); }
                           ~~~~~~~~~~~~~
--- ids
CALL_LITERAL stdin:1:28
=== Map type hist_t cannot print the value of individual keys. You must print the whole map.
begin { @h[1] = hist(5); print(@h[1]); }
--- errors
stdin:1:26-38: ERROR: Map type hist_t cannot print the value of individual keys. You must print the whole map.
begin { @h[1] = hist(5); print(@h[1]); }
                         ~~~~~~~~~~~~
--- ids
NOT_PRINTABLE stdin:1:26
=== Value 'lhist_t' cannot be assigned to a scratch variable.
begin { @h = lhist(5, 0, 10, 1); $x = @h; }
--- errors
stdin:1:34-41: ERROR: Value 'lhist_t' cannot be assigned to a scratch variable.
begin { @h = lhist(5, 0, 10, 1); $x = @h; }
                                 ~~~~~~~
--- ids
ASSIGN stdin:1:34
=== time() expects a string literal (int provided)
begin { time(5); time("%H", 2); }
--- errors
stdin:1:9-16: ERROR: time() expects a string literal (int provided)
begin { time(5); time("%H", 2); }
        ~~~~~~~
stdin:1:18-31: ERROR: time() takes up to one argument (2 provided)
begin { time(5); time("%H", 2); }
                 ~~~~~~~~~~~~~
--- ids
CALL_LITERAL stdin:1:9
CALL_ARITY stdin:1:18
=== cat() expects a string literal (int provided)
begin { cat(5); cat("%d"); }
--- errors
stdin:1:9-15: ERROR: cat() expects a string literal (int provided)
begin { cat(5); cat("%d"); }
        ~~~~~~
stdin:1:17-26: ERROR: not enough arguments for format string (0 supplied, 1 expected)
begin { cat(5); cat("%d"); }
                ~~~~~~~~~
--- ids
CALL_LITERAL stdin:1:9
FORMAT stdin:1:17
=== system() is an unsafe function being used in safe mode
begin { system("ls"); }
--- errors
stdin:1:9-21: ERROR: system() is an unsafe function being used in safe mode
begin { system("ls"); }
        ~~~~~~~~~~~~
--- ids
UNSAFE stdin:1:9
=== exit() only supports int arguments (string provided)
begin { exit("a"); exit(1, 2); }
--- errors
stdin:1:9-18: ERROR: exit() only supports int arguments (string provided)
begin { exit("a"); exit(1, 2); }
        ~~~~~~~~~
stdin:1:20-30: ERROR: exit() takes up to one argument (2 provided)
begin { exit("a"); exit(1, 2); }
                   ~~~~~~~~~~
stdin:1:20-31: WARNING: Unreachable statement.
begin { exit("a"); exit(1, 2); }
                   ~~~~~~~~~~~
--- ids
CALL_TYPE stdin:1:9
CALL_ARITY stdin:1:20
UNREACHABLE stdin:1:20
=== () only supports int or pointer arguments (tuple provided)
begin { join((1,2)); join(1, 2); }
--- errors
stdin:1:9-20: ERROR: () only supports int or pointer arguments (tuple provided)
begin { join((1,2)); join(1, 2); }
        ~~~~~~~~~~~
stdin:1:22-32: ERROR: join() expects a string literal (int provided)
begin { join((1,2)); join(1, 2); }
                     ~~~~~~~~~~
--- ids
CALL_TYPE stdin:1:9
CALL_LITERAL stdin:1:22
=== str() requires at least one argument (0 provided)
begin { str(); str((1,2)); str("a", "b"); }
--- errors
stdin:1:9-14: ERROR: str() requires at least one argument (0 provided)
begin { str(); str((1,2)); str("a", "b"); }
        ~~~~~
stdin:1:16-26: ERROR: str() expects a string, integer or a pointer type as first argument ((int8,int8) provided)
begin { str(); str((1,2)); str("a", "b"); }
               ~~~~~~~~~~
stdin:1:28-41: ERROR: str() only supports int arguments (string provided)
begin { str(); str((1,2)); str("a", "b"); }
                           ~~~~~~~~~~~~~
--- ids
CALL_ARITY stdin:1:9
CALL_TYPE stdin:1:16
CALL_TYPE stdin:1:28
=== strcannot use negative length (-1)
begin { $s = str("abc", -1); $b = buf("abc", -1); }
--- errors
stdin:1:14-28: ERROR: strcannot use negative length (-1)
begin { $s = str("abc", -1); $b = buf("abc", -1); }
             ~~~~~~~~~~~~~~
stdin:1:35-49: ERROR: bufcannot use negative length (-1)
begin { $s = str("abc", -1); $b = buf("abc", -1); }
                                  ~~~~~~~~~~~~~~
--- ids
CALL_VALUE stdin:1:14
CALL_VALUE stdin:1:35
=== buf() expects a length argument for non-array type int
begin { $p = 0; $b = buf($p); $c = buf((1,2), 1); }
--- errors
stdin:1:22-29: ERROR: buf() expects a length argument for non-array type int
begin { $p = 0; $b = buf($p); $c = buf((1,2), 1); }
                     ~~~~~~~
stdin:1:36-49: ERROR: buf() expects an integer, string, or array argument but saw tuple
begin { $p = 0; $b = buf($p); $c = buf((1,2), 1); }
                                   ~~~~~~~~~~~~~
--- ids
CALL_ARITY stdin:1:22
CALL_TYPE stdin:1:36
=== string-like values must be either strings, arrays or pointers
begin { $x = strlen(5); $y = strlen((int32[2])5); $z = strlen((int64 *)5); }
--- errors
stdin:1:21-22: ERROR: string-like values must be either strings, arrays or pointers
begin { $x = strlen(5); $y = strlen((int32[2])5); $z = strlen((int64 *)5); }
                    ~
stdin:1:37-48: ERROR: string-like arrays must contain a char-like type
begin { $x = strlen(5); $y = strlen((int32[2])5); $z = strlen((int64 *)5); }
                                    ~~~~~~~~~~~
stdin:1:63-73: ERROR: string-like pointers must point to a char-like type
begin { $x = strlen(5); $y = strlen((int32[2])5); $z = strlen((int64 *)5); }
                                                              ~~~~~~~~~~
--- ids
CALL_TYPE stdin:1:21
CALL_TYPE stdin:1:37
CALL_TYPE stdin:1:63
=== Builtin strncmp requires a non-negative literal
begin { $n = 2; $x = strncmp("a", "b", $n); $y = strncmp("a", "b", -1); }
--- errors
stdin:1:22-43: ERROR: Builtin strncmp requires a non-negative literal
begin { $n = 2; $x = strncmp("a", "b", $n); $y = strncmp("a", "b", -1); }
                     ~~~~~~~~~~~~~~~~~~~~~
stdin:1:50-71: ERROR: Builtin strncmp requires a non-negative literal
begin { $n = 2; $x = strncmp("a", "b", $n); $y = strncmp("a", "b", -1); }
                                                 ~~~~~~~~~~~~~~~~~~~~~
--- ids
CALL_LITERAL stdin:1:22
CALL_LITERAL stdin:1:50
=== bswap() only supports integer arguments (string provided)
begin { $x = bswap("a"); }
--- errors
stdin:1:14-24: ERROR: bswap() only supports integer arguments (string provided)
begin { $x = bswap("a"); }
             ~~~~~~~~~~
--- ids
CALL_TYPE stdin:1:14
=== ntop() expects an integer or array argument, got tuple
begin { $x = ntop((1,2)); $a = (uint8[5])1; $y = ntop($a); }
--- errors
stdin:1:14-25: ERROR: ntop() expects an integer or array argument, got tuple
begin { $x = ntop((1,2)); $a = (uint8[5])1; $y = ntop($a); }
             ~~~~~~~~~~~
stdin:1:50-58: ERROR: ntop() argument must be 4 or 16 bytes in size
begin { $x = ntop((1,2)); $a = (uint8[5])1; $y = ntop($a); }
                                                 ~~~~~~~~
--- ids
CALL_TYPE stdin:1:14
CALL_TYPE stdin:1:50
=== pton() expects an string argument of an IPv4/IPv6 address, got nope
begin { $x = pton("nope"); $y = pton("1.2.3"); $z = pton(5); $s = "::1"; $w = pton($s); }
--- errors
stdin:1:14-26: ERROR: pton() expects an string argument of an IPv4/IPv6 address, got nope
begin { $x = pton("nope"); $y = pton("1.2.3"); $z = pton(5); $s = "::1"; $w = pton($s); }
             ~~~~~~~~~~~~
stdin:1:33-46: ERROR: pton() expects a valid IPv4/IPv6 address, got 1.2.3
begin { $x = pton("nope"); $y = pton("1.2.3"); $z = pton(5); $s = "::1"; $w = pton($s); }
                                ~~~~~~~~~~~~~
stdin:1:53-60: ERROR: pton() expects an string literal at the first argument
begin { $x = pton("nope"); $y = pton("1.2.3"); $z = pton(5); $s = "::1"; $w = pton($s); }
                                                    ~~~~~~~
stdin:1:79-87: ERROR: pton() expects an string literal at the first argument
begin { $x = pton("nope"); $y = pton("1.2.3"); $z = pton(5); $s = "::1"; $w = pton($s); }
                                                                              ~~~~~~~~
--- ids
CALL_VALUE stdin:1:14
CALL_VALUE stdin:1:33
CALL_LITERAL stdin:1:53
CALL_LITERAL stdin:1:79
=== macaddr() only supports array or pointer arguments (int provided)
begin { $x = macaddr(5); $y = macaddr("abc"); $z = macaddr(pton("1.2.3.4")); }
--- errors
stdin:1:14-24: ERROR: macaddr() only supports array or pointer arguments (int provided)
begin { $x = macaddr(5); $y = macaddr("abc"); $z = macaddr(pton("1.2.3.4")); }
             ~~~~~~~~~~
stdin:1:31-45: ERROR: macaddr() does not support literal string arguments
begin { $x = macaddr(5); $y = macaddr("abc"); $z = macaddr(pton("1.2.3.4")); }
                              ~~~~~~~~~~~~~~
stdin:1:52-76: ERROR: macaddr() argument must be at least 6 bytes in size
begin { $x = macaddr(5); $y = macaddr("abc"); $z = macaddr(pton("1.2.3.4")); }
                                                   ~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
CALL_TYPE stdin:1:14
CALL_TYPE stdin:1:31
CALL_TYPE stdin:1:52
=== strftime() expects a string literal (int provided)
begin { $x = strftime(5, 1); $y = strftime("%H", "a"); $z = strftime("%H", -1); $w = strftime("%H", nsecs(monotonic)); }
--- errors
stdin:1:14-28: ERROR: strftime() expects a string literal (int provided)
begin { $x = strftime(5, 1); $y = strftime("%H", "a"); $z = strftime("%H", -1); $w = strftime("%H", nsecs(monotonic)); }
             ~~~~~~~~~~~~~~
stdin:1:35-54: ERROR: strftime() only supports int arguments (string provided)
begin { $x = strftime(5, 1); $y = strftime("%H", "a"); $z = strftime("%H", -1); $w = strftime("%H", nsecs(monotonic)); }
                                  ~~~~~~~~~~~~~~~~~~~
stdin:1:61-79: ERROR: strftime() does not accept negative timestamps
begin { $x = strftime(5, 1); $y = strftime("%H", "a"); $z = strftime("%H", -1); $w = strftime("%H", nsecs(monotonic)); }
                                                            ~~~~~~~~~~~~~~~~~~
stdin:1:86-118: ERROR: strftime() can not take a monotonic timestamp
begin { $x = strftime(5, 1); $y = strftime("%H", "a"); $z = strftime("%H", -1); $w = strftime("%H", nsecs(monotonic)); }
                                                                                     ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
CALL_LITERAL stdin:1:14
CALL_TYPE stdin:1:35
CALL_VALUE stdin:1:61
CALL_VALUE stdin:1:86
=== strftime() requires 2 arguments (1 provided)
begin { $x = strftime("%H"); }
--- errors
stdin:1:14-28: ERROR: strftime() requires 2 arguments (1 provided)
begin { $x = strftime("%H"); }
             ~~~~~~~~~~~~~~
--- ids
CALL_ARITY stdin:1:14
=== ksym() expects an integer or pointer argument
begin { $x = ksym("a"); $y = usym((1,2)); }
--- errors
stdin:1:14-23: ERROR: ksym() expects an integer or pointer argument
begin { $x = ksym("a"); $y = usym((1,2)); }
             ~~~~~~~~~
stdin:1:30-41: ERROR: usym() expects an integer or pointer argument
begin { $x = ksym("a"); $y = usym((1,2)); }
                             ~~~~~~~~~~~
--- ids
CALL_TYPE stdin:1:14
CALL_TYPE stdin:1:30
=== kaddr() expects a string literal (int provided)
begin { $x = kaddr(5); }
--- errors
stdin:1:14-22: ERROR: kaddr() expects a string literal (int provided)
begin { $x = kaddr(5); }
             ~~~~~~~~
--- ids
CALL_LITERAL stdin:1:14
=== reg can not be used with "begin" probes
begin { $x = reg("ip"); }
--- errors
stdin:1:14-23: ERROR: reg can not be used with "begin" probes
begin { $x = reg("ip"); }
             ~~~~~~~~~
--- ids
BUILTIN_PROBE stdin:1:14
=== kstack: invalid limit value
begin { print(kstack(0)); print(kstack(2000)); }
--- errors
stdin:1:15-24: ERROR: kstack: invalid limit value
begin { print(kstack(0)); print(kstack(2000)); }
              ~~~~~~~~~
stdin:1:33-45: ERROR: kstack([int limit]): limit shouldn't exceed 1024, 2000 given
begin { print(kstack(0)); print(kstack(2000)); }
                                ~~~~~~~~~~~~
--- ids
CALL_VALUE stdin:1:15
CALL_VALUE stdin:1:33
=== Error parsing stack mode: kstack: Invalid value for stack_mode: valid values are bpftrace,
begin { print(kstack(foo)); print(ustack("perf")); print(kstack(build_id)); }
--- errors
stdin:1:22-25: ERROR: Error parsing stack mode: kstack: Invalid value for stack_mode: valid values are bpftrace, raw, perf, and build_id.
begin { print(kstack(foo)); print(ustack("perf")); print(kstack(build_id)); }
                     ~~~
stdin:1:35-49: ERROR: ustack: invalid limit value
begin { print(kstack(foo)); print(ustack("perf")); print(kstack(build_id)); }
                                  ~~~~~~~~~~~~~~
stdin:1:58-74: ERROR: 'build_id' stack mode can only be used for ustack
begin { print(kstack(foo)); print(ustack("perf")); print(kstack(build_id)); }
                                                         ~~~~~~~~~~~~~~~~
--- ids
CALL_VALUE stdin:1:22
CALL_VALUE stdin:1:35
CALL_VALUE stdin:1:58
=== Invalid timestamp mode: foo
begin { print(nsecs(foo)); print(pid(foo)); print(tid(5)); }
--- errors
stdin:1:21-24: ERROR: Invalid timestamp mode: foo
begin { print(nsecs(foo)); print(pid(foo)); print(tid(5)); }
                    ~~~
stdin:1:38-41: ERROR: Invalid PID namespace mode: foo (expects: curr_ns or init)
begin { print(nsecs(foo)); print(pid(foo)); print(tid(5)); }
                                     ~~~
stdin:1:51-57: ERROR: tid() only supports curr_ns and init as the argument
begin { print(nsecs(foo)); print(pid(foo)); print(tid(5)); }
                                                  ~~~~~~
--- ids
CALL_VALUE stdin:1:21
CALL_VALUE stdin:1:38
CALL_VALUE stdin:1:51
=== kptr() only supports integer or pointer arguments (string provided)
begin { $x = kptr("a"); $y = uptr((1,2)); }
--- errors
stdin:1:14-23: ERROR: kptr() only supports integer or pointer arguments (string provided)
begin { $x = kptr("a"); $y = uptr((1,2)); }
             ~~~~~~~~~
stdin:1:30-41: ERROR: uptr() only supports integer or pointer arguments (tuple provided)
begin { $x = kptr("a"); $y = uptr((1,2)); }
                             ~~~~~~~~~~~
--- ids
CALL_TYPE stdin:1:14
CALL_TYPE stdin:1:30
=== no 5
begin { fail("no %d", 5); fail(5); $x = 1; fail("%d", $x); }
--- errors
stdin:1:9-25: ERROR: no 5
begin { fail("no %d", 5); fail(5); $x = 1; fail("%d", $x); }
        ~~~~~~~~~~~~~~~~
stdin:1:27-34: ERROR: fail() expects a string literal (int provided)
begin { fail("no %d", 5); fail(5); $x = 1; fail("%d", $x); }
                          ~~~~~~~
stdin:1:44-58: ERROR: fail() arguments need to be literals
begin { fail("no %d", 5); fail(5); $x = 1; fail("%d", $x); }
                                           ~~~~~~~~~~~~~~
--- ids
FAIL stdin:1:9
CALL_LITERAL stdin:1:27
CALL_LITERAL stdin:1:44
=== checked, though never run
begin { if (0) { fail("checked, though never run"); } }
--- errors
stdin:1:18-51: ERROR: checked, though never run
begin { if (0) { fail("checked, though never run"); } }
                 ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
FAIL stdin:1:18
=== call to delete() with two arguments expects a map with explicit keys (non-scalar map)
begin { @a = 1; print(delete(@a, 1)); print(has_key(@a, 1)); print(len(@a)); }
--- errors
stdin:1:23-36: ERROR: call to delete() with two arguments expects a map with explicit keys (non-scalar map)
begin { @a = 1; print(delete(@a, 1)); print(has_key(@a, 1)); print(len(@a)); }
                      ~~~~~~~~~~~~~
stdin:1:45-59: ERROR: call to has_key() expects a map with explicit keys (non-scalar map)
begin { @a = 1; print(delete(@a, 1)); print(has_key(@a, 1)); print(len(@a)); }
                                            ~~~~~~~~~~~~~~
stdin:1:68-75: ERROR: call to len() expects a map with explicit keys (non-scalar map)
begin { @a = 1; print(delete(@a, 1)); print(has_key(@a, 1)); print(len(@a)); }
                                                                   ~~~~~~~
--- ids
MAP_KIND stdin:1:23
MAP_KIND stdin:1:45
MAP_KIND stdin:1:68
=== call to delete() with a single argument expects a map without explicit keys (scalar map)
begin { @a[1] = 1; print(delete(@a)); }
--- errors
stdin:1:26-36: ERROR: call to delete() with a single argument expects a map without explicit keys (scalar map)
begin { @a[1] = 1; print(delete(@a)); }
                         ~~~~~~~~~~
--- ids
MAP_KIND stdin:1:26
=== call to len() expects a map, ustack, or kstack
begin { print(len(5)); }
--- errors
stdin:1:15-21: ERROR: call to len() expects a map, ustack, or kstack
begin { print(len(5)); }
              ~~~~~~
--- ids
CALL_TYPE stdin:1:15
=== delete() expects a map argument
begin { delete(5); clear(5); zero(5); has_key(5, 1); }
--- errors
stdin:1:16-17: ERROR: delete() expects a map argument
begin { delete(5); clear(5); zero(5); has_key(5, 1); }
               ~
stdin:1:26-27: ERROR: clear() expects a map argument
begin { delete(5); clear(5); zero(5); has_key(5, 1); }
                         ~
stdin:1:35-36: ERROR: zero() expects a map argument
begin { delete(5); clear(5); zero(5); has_key(5, 1); }
                                  ~
stdin:1:47-48: ERROR: has_key() expects a map argument
begin { delete(5); clear(5); zero(5); has_key(5, 1); }
                                              ~
--- ids
CALL_TYPE stdin:1:16
CALL_TYPE stdin:1:26
CALL_TYPE stdin:1:35
CALL_TYPE stdin:1:47
=== count() must be assigned directly to a map
begin { $x = count(); print(sum(5)); count(); }
--- errors
stdin:1:14-21: ERROR: count() must be assigned directly to a map
begin { $x = count(); print(sum(5)); count(); }
             ~~~~~~~
stdin:1:29-35: ERROR: sum() must be assigned directly to a map
begin { $x = count(); print(sum(5)); count(); }
                            ~~~~~~
stdin:1:38-45: ERROR: count() must be assigned directly to a map
begin { $x = count(); print(sum(5)); count(); }
                                     ~~~~~~~
--- ids
AGG_POSITION stdin:1:14
AGG_POSITION stdin:1:29
AGG_POSITION stdin:1:38
=== count() requires no arguments (1 provided)
begin { @a = count(5); @b = sum(); @c = sum("x"); }
--- errors
stdin:1:14-22: ERROR: count() requires no arguments (1 provided)
begin { @a = count(5); @b = sum(); @c = sum("x"); }
             ~~~~~~~~
stdin:1:29-34: ERROR: sum() requires one argument (0 provided)
begin { @a = count(5); @b = sum(); @c = sum("x"); }
                            ~~~~~
stdin:1:41-49: ERROR: sum() only supports integer arguments (string provided)
begin { @a = count(5); @b = sum(); @c = sum("x"); }
                                        ~~~~~~~~
--- ids
CALL_ARITY stdin:1:14
CALL_ARITY stdin:1:29
CALL_TYPE stdin:1:41
=== min() only supports integer arguments (string provided)
begin { @a = sum(5); @a = sum((uint64)5); @b = min("x"); }
--- errors
stdin:1:48-56: ERROR: min() only supports integer arguments (string provided)
begin { @a = sum(5); @a = sum((uint64)5); @b = min("x"); }
                                               ~~~~~~~~
--- ids
CALL_TYPE stdin:1:48
=== hist: bits 6 must be 0..5
begin { @a = hist(5, 6); @b = hist(5); @b = hist(5, 2); @c = hist(); }
--- errors
stdin:1:14-24: ERROR: hist: bits 6 must be 0..5
begin { @a = hist(5, 6); @b = hist(5); @b = hist(5, 2); @c = hist(); }
             ~~~~~~~~~~
stdin:1:45-55: ERROR: Different bits in a single hist unsupported
begin { @a = hist(5, 6); @b = hist(5); @b = hist(5, 2); @c = hist(); }
                                            ~~~~~~~~~~
stdin:1:62-68: ERROR: hist() requires at least one argument (0 provided)
begin { @a = hist(5, 6); @b = hist(5); @b = hist(5, 2); @c = hist(); }
                                                             ~~~~~~
--- ids
CALL_VALUE stdin:1:14
CALL_VALUE stdin:1:45
CALL_ARITY stdin:1:62
=== lhist: invalid min value (must be non-negative literal)
begin { @a = lhist(5, -1, 100, 10); @b = lhist(5, 0, 100, 0); @c = lhist(5, 100, 10, 1); }
--- errors
stdin:1:14-35: ERROR: lhist: invalid min value (must be non-negative literal)
begin { @a = lhist(5, -1, 100, 10); @b = lhist(5, 0, 100, 0); @c = lhist(5, 100, 10, 1); }
             ~~~~~~~~~~~~~~~~~~~~~
stdin:1:42-61: ERROR: lhist() step must be >= 1 (0 provided)
begin { @a = lhist(5, -1, 100, 10); @b = lhist(5, 0, 100, 0); @c = lhist(5, 100, 10, 1); }
                                         ~~~~~~~~~~~~~~~~~~~
stdin:1:68-88: ERROR: lhist() min must be less than max (provided min 100 and max 10)
begin { @a = lhist(5, -1, 100, 10); @b = lhist(5, 0, 100, 0); @c = lhist(5, 100, 10, 1); }
                                                                   ~~~~~~~~~~~~~~~~~~~~
--- ids
CALL_LITERAL stdin:1:14
CALL_VALUE stdin:1:42
CALL_VALUE stdin:1:68
=== lhist() step is too large for the given range (provided step 20 for range 10)
begin { @a = lhist(5, 0, 10, 20); @b = lhist(5, 0, 10000, 1); $n = 5; @c = lhist(5, 0, $n, 1); }
--- errors
stdin:1:14-33: ERROR: lhist() step is too large for the given range (provided step 20 for range 10)
begin { @a = lhist(5, 0, 10, 20); @b = lhist(5, 0, 10000, 1); $n = 5; @c = lhist(5, 0, $n, 1); }
             ~~~~~~~~~~~~~~~~~~~
stdin:1:40-61: ERROR: lhist() too many buckets, must be <= 1000 (would need 10000)
begin { @a = lhist(5, 0, 10, 20); @b = lhist(5, 0, 10000, 1); $n = 5; @c = lhist(5, 0, $n, 1); }
                                       ~~~~~~~~~~~~~~~~~~~~~
stdin:1:76-94: ERROR: lhist: invalid max value (must be non-negative literal)
begin { @a = lhist(5, 0, 10, 20); @b = lhist(5, 0, 10000, 1); $n = 5; @c = lhist(5, 0, $n, 1); }
                                                                           ~~~~~~~~~~~~~~~~~~
--- ids
CALL_VALUE stdin:1:14
CALL_VALUE stdin:1:40
CALL_LITERAL stdin:1:76
=== Different lhist bounds in a single map unsupported
begin { @a = lhist(5, 0, 100, 10); @a = lhist(5, 0, 50, 10); }
--- errors
stdin:1:41-60: ERROR: Different lhist bounds in a single map unsupported
begin { @a = lhist(5, 0, 100, 10); @a = lhist(5, 0, 50, 10); }
                                        ~~~~~~~~~~~~~~~~~~~
--- ids
CALL_VALUE stdin:1:41
=== tseries() expects one of the following aggregation functions: avg, max, min, sum ("foo" pr
config = { unstable_tseries = enable } begin { @a = tseries(5, 1s, 3, "foo"); @b = tseries(5, 1s, 0); @c = tseries(5); }
--- errors
stdin:1:53-77: ERROR: tseries() expects one of the following aggregation functions: avg, max, min, sum ("foo" provided)
config = { unstable_tseries = enable } begin { @a = tseries(5, 1s, 3, "foo"); @b = tseries(5, 1s, 0); @c = tseries(5); }
                                                    ~~~~~~~~~~~~~~~~~~~~~~~~
stdin:1:84-101: ERROR: tseries() num_intervals must be >= 1 (0 provided)
config = { unstable_tseries = enable } begin { @a = tseries(5, 1s, 3, "foo"); @b = tseries(5, 1s, 0); @c = tseries(5); }
                                                                                   ~~~~~~~~~~~~~~~~~
stdin:1:108-118: ERROR: tseries() requires at least 3 arguments (1 provided)
config = { unstable_tseries = enable } begin { @a = tseries(5, 1s, 3, "foo"); @b = tseries(5, 1s, 0); @c = tseries(5); }
                                                                                                           ~~~~~~~~~~
--- ids
CALL_VALUE stdin:1:53
CALL_VALUE stdin:1:84
CALL_ARITY stdin:1:108
=== tseries() with more intervals than a value of the kernel holds
begin { @a = tseries(1, 1s, 1365); @b = tseries(1, 1s, 1366); }
--- errors
stdin:1:41-61: ERROR: tseries() num_intervals must be <= 1365 (1366 provided)
begin { @a = tseries(1, 1s, 1365); @b = tseries(1, 1s, 1366); }
                                        ~~~~~~~~~~~~~~~~~~~~
WARNING: Script is using an unstable feature: tseries. To prevent this warning you must explicitly enable it in the config e.g. unstable_tseries=enable
--- ids
UNSTABLE_WARN
CALL_VALUE stdin:1:41
=== 'struct task_struct' has no field named 'nope'
begin { $x = container_of(5, typeof(struct task_struct), nope); }
--- errors
stdlib/base.bt:20:20-34: ERROR: 'struct task_struct' has no field named 'nope'
  (T*)((uint64)p - offsetof(T, m))
                   ~~~~~~~~~~~~~~
stdin:1:14-63: ERROR: expanded from
begin { $x = container_of(5, typeof(struct task_struct), nope); }
             ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
UNKNOWN_FIELD stdlib/base.bt:20:20
=== strerror() only supports int arguments (string provided)
begin { print(strerror("a")); print(signal_name("a")); print(syscall_name("a")); }
--- errors
stdin:1:15-28: ERROR: strerror() only supports int arguments (string provided)
begin { print(strerror("a")); print(signal_name("a")); print(syscall_name("a")); }
              ~~~~~~~~~~~~~
stdin:1:37-53: ERROR: signal_name() only supports int arguments (string provided)
begin { print(strerror("a")); print(signal_name("a")); print(syscall_name("a")); }
                                    ~~~~~~~~~~~~~~~~
stdin:1:62-79: ERROR: syscall_name() only supports int arguments (string provided)
begin { print(strerror("a")); print(signal_name("a")); print(syscall_name("a")); }
                                                             ~~~~~~~~~~~~~~~~~
--- ids
CALL_TYPE stdin:1:15
CALL_TYPE stdin:1:37
CALL_TYPE stdin:1:62
=== string-like values must be either strings, arrays or pointers (2)
begin { print(strstr("a", 5)); print(str_concat("a", 5)); print(strcontains(5, "a")); }
--- errors
stdin:1:27-28: ERROR: string-like values must be either strings, arrays or pointers
begin { print(strstr("a", 5)); print(str_concat("a", 5)); print(strcontains(5, "a")); }
                          ~
stdin:1:54-55: ERROR: string-like values must be either strings, arrays or pointers
begin { print(strstr("a", 5)); print(str_concat("a", 5)); print(strcontains(5, "a")); }
                                                     ~
stdin:1:77-78: ERROR: string-like values must be either strings, arrays or pointers
begin { print(strstr("a", 5)); print(str_concat("a", 5)); print(strcontains(5, "a")); }
                                                                            ~
--- ids
CALL_TYPE stdin:1:27
CALL_TYPE stdin:1:54
CALL_TYPE stdin:1:77
=== Cannot cast from "string[2]" to "uint64"
begin { print(is_err("a")); print(is_str()); }
--- errors
stdlib/base.bt:25:3-11: ERROR: Cannot cast from "string[2]" to "uint64"
  (uint64)p >= (uint64)-4095
  ~~~~~~~~
stdin:1:15-26: ERROR: expanded from
begin { print(is_err("a")); print(is_str()); }
              ~~~~~~~~~~~
stdin:1:35-43: ERROR: is_str() requires one argument (0 provided)
begin { print(is_err("a")); print(is_str()); }
                                  ~~~~~~~~
--- ids
CAST stdlib/base.bt:25:3
CALL_ARITY stdin:1:35
=== String is too long (over 32 bytes): a long literal string, longer than allowed
begin { print("a long literal string, longer than allowed"); }
--- errors
stdin:1:15-59: ERROR: String is too long (over 32 bytes): a long literal string, longer than allowed
begin { print("a long literal string, longer than allowed"); }
              ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
CALL_VALUE stdin:1:15
