--- args
--traceable-functions functions
=== comm of a pid that is a string
begin { print(comm("a")); }
--- errors
stdin:1:15-24: ERROR: Only integer supported for comm()'s pid
begin { print(comm("a")); }
              ~~~~~~~~~
--- ids
CALL_TYPE stdin:1:15
=== comm of a pid where the kernel does not allow it
begin { print(comm(5)); }
--- errors
stdin:1:15-22: ERROR: Syntax comm(PID) is not supported in this probe type yet. Type: special
begin { print(comm(5)); }
              ~~~~~~~
--- ids
BUILTIN_PROBE stdin:1:15
=== path outside of its probes
begin { print(path(curtask)); }
--- errors
stdin:1:15-28: ERROR: The path function can only be used with 'fentry', 'fexit', 'iter' probes
begin { print(path(curtask)); }
              ~~~~~~~~~~~~~
--- ids
BUILTIN_PROBE stdin:1:15
=== path of a number
fentry:vfs_open { print(path(1)); }
--- errors
stdin:1:25-32: ERROR: path() only supports pointer or C type argument (int provided)
fentry:vfs_open { print(path(1)); }
                        ~~~~~~~
--- ids
CALL_TYPE stdin:1:25
=== path of a negative size
fentry:vfs_open { print(path(args.path, -1)); }
--- errors
stdin:1:25-44: ERROR: path: invalid size value, need non-negative literal
fentry:vfs_open { print(path(args.path, -1)); }
                        ~~~~~~~~~~~~~~~~~~~
--- ids
CALL_VALUE stdin:1:25
=== path with a size that is not constant
fentry:vfs_open { $n = 5; print(path(args.path, $n)); }
--- errors
stdin:1:33-52: ERROR: path: invalid size value, need non-negative literal
fentry:vfs_open { $n = 5; print(path(args.path, $n)); }
                                ~~~~~~~~~~~~~~~~~~~
--- ids
CALL_VALUE stdin:1:33
=== path before 5.10
fentry:vfs_open { print(path(args.path)); }
--- env
SONDE_FEATURES=5.9
--- errors
stdin:1:25-40: ERROR: BPF_FUNC_d_path not available for your kernel version
fentry:vfs_open { print(path(args.path)); }
                        ~~~~~~~~~~~~~~~
--- ids
KERNEL_FEATURE stdin:1:25
=== socket_cookie outside of its probes
begin { print(socket_cookie(curtask)); }
--- errors
stdin:1:15-37: ERROR: socket_cookie can not be used with "begin" probes
begin { print(socket_cookie(curtask)); }
              ~~~~~~~~~~~~~~~~~~~~~~
--- ids
BUILTIN_PROBE stdin:1:15
=== socket_cookie of something else
fentry:vfs_open { print(socket_cookie(args.path)); print(socket_cookie(1)); }
--- errors
stdin:1:25-49: ERROR: socket_cookie() only supports 'struct sock *' as the argument ('struct path *' provided)
fentry:vfs_open { print(socket_cookie(args.path)); print(socket_cookie(1)); }
                        ~~~~~~~~~~~~~~~~~~~~~~~~
stdin:1:58-74: ERROR: socket_cookie() only supports 'struct sock *' as the argument (int provided)
fentry:vfs_open { print(socket_cookie(args.path)); print(socket_cookie(1)); }
                                                         ~~~~~~~~~~~~~~~~
--- ids
CALL_TYPE stdin:1:25
CALL_TYPE stdin:1:58
=== socket_cookie before 5.12
fentry:tcp_sendmsg { print(socket_cookie(args.sk)); }
--- env
SONDE_FEATURES=5.10
--- errors
stdin:1:28-50: ERROR: Missing required kernel feature: socket_cookie
fentry:tcp_sendmsg { print(socket_cookie(args.sk)); }
                           ~~~~~~~~~~~~~~~~~~~~~~
HINT: Linux has it from 5.12 on.
--- ids
KERNEL_FEATURE stdin:1:28
=== uaddr outside of its probes
begin { print(uaddr("x")); }
--- errors
stdin:1:15-25: ERROR: uaddr can not be used with "begin" probes
begin { print(uaddr("x")); }
              ~~~~~~~~~~
--- ids
BUILTIN_PROBE stdin:1:15
=== percpu_kaddr of unknown variables
begin { print(percpu_kaddr("no_such_variable")); print(percpu_kaddr(1)); print(percpu_kaddr("runqueues", "a")); }
--- errors
stdin:1:15-47: ERROR: Could not resolve variable "no_such_variable": the kernel has no per-CPU variable of that name
begin { print(percpu_kaddr("no_such_variable")); print(percpu_kaddr(1)); print(percpu_kaddr("runqueues", "a")); }
              ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
stdin:1:56-71: ERROR: percpu_kaddr() expects a string literal (int provided)
begin { print(percpu_kaddr("no_such_variable")); print(percpu_kaddr(1)); print(percpu_kaddr("runqueues", "a")); }
                                                       ~~~~~~~~~~~~~~~
stdin:1:80-110: ERROR: percpu_kaddr() only supports int arguments (string provided)
begin { print(percpu_kaddr("no_such_variable")); print(percpu_kaddr(1)); print(percpu_kaddr("runqueues", "a")); }
                                                                               ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
UNKNOWN_IDENT stdin:1:15
CALL_LITERAL stdin:1:56
CALL_TYPE stdin:1:80
=== kfunc_exist and kfunc_allowed without a literal
begin { $x = "a"; print(kfunc_exist($x)); print(kfunc_allowed(1)); }
--- errors
stdin:1:25-40: ERROR: kfunc_exist() accepts a string literal only
begin { $x = "a"; print(kfunc_exist($x)); print(kfunc_allowed(1)); }
                        ~~~~~~~~~~~~~~~
stdin:1:49-65: ERROR: kfunc_allowed() accepts a string literal only
begin { $x = "a"; print(kfunc_exist($x)); print(kfunc_allowed(1)); }
                                                ~~~~~~~~~~~~~~~~
--- ids
CALL_LITERAL stdin:1:25
CALL_LITERAL stdin:1:49
=== skboutput outside of its probes
begin { skboutput("a", curtask, 1, 1); }
--- errors
stdin:1:9-38: ERROR: skboutput can not be used with "begin" probes
begin { skboutput("a", curtask, 1, 1); }
        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
BUILTIN_PROBE stdin:1:9
=== skboutput of something else
fentry:tcp_sendmsg { skboutput("a", args.sk, 1, 1); skboutput(1, args.sk, 1, 1); skboutput("a", 5, 1, 1); }
--- errors
stdin:1:22-51: ERROR: skboutput() only supports 'struct sk_buff *' as the second argument (struct sock * provided)
fentry:tcp_sendmsg { skboutput("a", args.sk, 1, 1); skboutput(1, args.sk, 1, 1); skboutput("a", 5, 1, 1); }
                     ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
stdin:1:53-80: ERROR: skboutput() expects a string literal (int provided)
fentry:tcp_sendmsg { skboutput("a", args.sk, 1, 1); skboutput(1, args.sk, 1, 1); skboutput("a", 5, 1, 1); }
                                                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~
stdin:1:82-105: ERROR: skboutput() only supports 'struct sk_buff *' as the second argument (int provided)
fentry:tcp_sendmsg { skboutput("a", args.sk, 1, 1); skboutput(1, args.sk, 1, 1); skboutput("a", 5, 1, 1); }
                                                                                 ~~~~~~~~~~~~~~~~~~~~~~~
--- ids
CALL_TYPE stdin:1:22
CALL_LITERAL stdin:1:53
CALL_TYPE stdin:1:82
=== unwatch of a text
begin { unwatch("a"); unwatch(); }
--- errors
stdin:1:9-21: ERROR: unwatch() only supports int arguments (string provided)
begin { unwatch("a"); unwatch(); }
        ~~~~~~~~~~~~
stdin:1:23-32: ERROR: unwatch() requires one argument (0 provided)
begin { unwatch("a"); unwatch(); }
                      ~~~~~~~~~
--- ids
CALL_TYPE stdin:1:9
CALL_ARITY stdin:1:23
=== numbers where text is wanted
begin { print(strncmp("a", 5, 1)); print(str(true)); print(ksym(true)); print(uptr(true)); print(nsecs(1)); print(cgroup_path(1, 2)); print(ntop("abcd")); }
--- errors
stdin:1:15-33: ERROR: strncmp() only supports string arguments (int provided)
begin { print(strncmp("a", 5, 1)); print(str(true)); print(ksym(true)); print(uptr(true)); print(nsecs(1)); print(cgroup_path(1, 2)); print(ntop("abcd")); }
              ~~~~~~~~~~~~~~~~~~
stdin:1:42-51: ERROR: str() expects a string, integer or a pointer type as first argument (bool provided)
begin { print(strncmp("a", 5, 1)); print(str(true)); print(ksym(true)); print(uptr(true)); print(nsecs(1)); print(cgroup_path(1, 2)); print(ntop("abcd")); }
                                         ~~~~~~~~~
stdin:1:60-70: ERROR: ksym() expects an integer or pointer argument
begin { print(strncmp("a", 5, 1)); print(str(true)); print(ksym(true)); print(uptr(true)); print(nsecs(1)); print(cgroup_path(1, 2)); print(ntop("abcd")); }
                                                           ~~~~~~~~~~
stdin:1:79-89: ERROR: uptr() only supports integer or pointer arguments (bool provided)
begin { print(strncmp("a", 5, 1)); print(str(true)); print(ksym(true)); print(uptr(true)); print(nsecs(1)); print(cgroup_path(1, 2)); print(ntop("abcd")); }
                                                                              ~~~~~~~~~~
stdin:1:98-106: ERROR: nsecs() only supports timestamp_mode arguments (int provided)
begin { print(strncmp("a", 5, 1)); print(str(true)); print(ksym(true)); print(uptr(true)); print(nsecs(1)); print(cgroup_path(1, 2)); print(ntop("abcd")); }
                                                                                                 ~~~~~~~~
stdin:1:115-132: ERROR: cgroup_path() only supports string arguments (int provided)
begin { print(strncmp("a", 5, 1)); print(str(true)); print(ksym(true)); print(uptr(true)); print(nsecs(1)); print(cgroup_path(1, 2)); print(ntop("abcd")); }
                                                                                                                  ~~~~~~~~~~~~~~~~~
stdin:1:141-153: ERROR: ntop() argument must be 4 or 16 bytes in size
begin { print(strncmp("a", 5, 1)); print(str(true)); print(ksym(true)); print(uptr(true)); print(nsecs(1)); print(cgroup_path(1, 2)); print(ntop("abcd")); }
                                                                                                                                            ~~~~~~~~~~~~
--- ids
CALL_TYPE stdin:1:15
CALL_TYPE stdin:1:42
CALL_TYPE stdin:1:60
CALL_TYPE stdin:1:79
CALL_TYPE stdin:1:98
CALL_TYPE stdin:1:115
CALL_TYPE stdin:1:141
=== a failure that printf would print
begin { fail("%5d|%x|%c|%s|%-4d|%s", 42, 255, 65, "txt", -7, true); }
--- errors
stdin:1:9-67: ERROR:    42|ff|A|txt|-7  |true
begin { fail("%5d|%x|%c|%s|%-4d|%s", 42, 255, 65, "txt", -7, true); }
        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
FAIL stdin:1:9
=== a failure with too few values
begin { fail("a %d"); }
--- errors
stdin:1:9-21: ERROR: not enough arguments for format string (0 supplied, 1 expected)
begin { fail("a %d"); }
        ~~~~~~~~~~~~
--- ids
FORMAT stdin:1:9
=== getopt with a default that is not constant
begin { print(getopt("a", pid)); }
--- errors
stdin:1:27-30: ERROR: Second argument to 'getopt' must be a string literal, integer literal, or a boolean literal.
begin { print(getopt("a", pid)); }
                          ~~~
--- ids
CALL_LITERAL stdin:1:27
=== sarg0 is gone
begin { print(sarg0); }
--- errors
stdin:1:15-20: ERROR: sarg* is deleted. This was deprecated in v0.21 and was last available in v0.24.
begin { print(sarg0); }
              ~~~~~
HINT: Use *(reg("sp") + <stack_offset>) instead.
--- ids
UNKNOWN_IDENT stdin:1:15
=== dw_ustack without a process
begin { print(dw_ustack); }
--- errors
stdin:1:15-24: ERROR: dw_ustack requires a target process. Use -p or -c to specify one.
begin { print(dw_ustack); }
              ~~~~~~~~~
WARNING: Script is using an unstable feature: dw_ustack (DWARF stack unwinding). To prevent this warning you must explicitly enable it in the config e.g. unstable_dw_ustack=enable
--- ids
UNSTABLE_WARN
CALL_VALUE stdin:1:15
=== dw_ustack that is not enabled
config = { unstable_dw_ustack = error } begin { print(dw_ustack); }
--- errors
stdin:1:55-64: ERROR: dw_ustack (DWARF stack unwinding) feature is not enabled by default. To enable this unstable feature, set the config flag to enable. unstable_dw_ustack=enable
config = { unstable_dw_ustack = error } begin { print(dw_ustack); }
                                                      ~~~~~~~~~
--- ids
UNSTABLE stdin:1:55
=== aggregations of text
begin { @a = hist("a"); @b = sum("a"); }
--- errors
stdin:1:14-23: ERROR: hist() only supports int arguments (string provided)
begin { @a = hist("a"); @b = sum("a"); }
             ~~~~~~~~~
stdin:1:30-38: ERROR: sum() only supports integer arguments (string provided)
begin { @a = hist("a"); @b = sum("a"); }
                             ~~~~~~~~
--- ids
CALL_TYPE stdin:1:14
CALL_TYPE stdin:1:30
