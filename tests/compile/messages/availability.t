--- args
--traceable-functions functions
=== The arg0 builtin can only be used with 'kprobes', 'uprobes' and 'usdt' probes
begin { $x = arg0; }
--- errors
stdin:1:14-18: ERROR: The arg0 builtin can only be used with 'kprobes', 'uprobes' and 'usdt' probes
begin { $x = arg0; }
             ~~~~
--- ids
BUILTIN_PROBE stdin:1:14
=== The args builtin can only be used with tracepoint, rawtracepoint, fentry/fexit, and uprobe
begin { $x = args; }
--- errors
stdin:1:14-18: ERROR: The args builtin can only be used with tracepoint, rawtracepoint, fentry/fexit, and uprobe probes (special used here)
begin { $x = args; }
             ~~~~
--- ids
BUILTIN_PROBE stdin:1:14
=== The retval builtin can only be used with 'kretprobe' and 'uretprobe' and 'fentry' probes
begin { $x = retval; }
--- errors
stdin:1:14-20: ERROR: The retval builtin can only be used with 'kretprobe' and 'uretprobe' and 'fentry' probes
begin { $x = retval; }
             ~~~~~~
--- ids
BUILTIN_PROBE stdin:1:14
=== The func builtin can not be used with 'begin' probes
begin { $x = func; }
--- errors
stdin:1:14-18: ERROR: The func builtin can not be used with 'begin' probes
begin { $x = func; }
             ~~~~
--- ids
BUILTIN_PROBE stdin:1:14
=== The ctx builtin can not be used with 'begin' probes
begin { $x = ctx; }
--- errors
stdin:1:14-17: ERROR: The ctx builtin can not be used with 'begin' probes
begin { $x = ctx; }
             ~~~
--- ids
BUILTIN_PROBE stdin:1:14
=== signal() can not be used for this probetype special
begin { signal(9); }
--- errors
stdin:1:9-18: ERROR: signal() can not be used for this probetype special
begin { signal(9); }
        ~~~~~~~~~
stdin:1:9-18: ERROR: signal() is unsafe. To use you need the --unsafe flag
begin { signal(9); }
        ~~~~~~~~~
--- ids
BUILTIN_PROBE stdin:1:9
UNSAFE stdin:1:9
=== override() can only be used inside kprobes
begin { override(1); }
--- errors
stdin:1:9-20: ERROR: override() can only be used inside kprobes
begin { override(1); }
        ~~~~~~~~~~~
stdin:1:9-20: ERROR: override() is unsafe. To use you need the --unsafe flag
begin { override(1); }
        ~~~~~~~~~~~
--- ids
BUILTIN_PROBE stdin:1:9
UNSAFE stdin:1:9
=== signal() is unsafe. To use you need the --unsafe flag
kprobe:vfs_read { signal("KILL"); override(1); system("ls"); }
--- errors
stdin:1:19-33: ERROR: signal() is unsafe. To use you need the --unsafe flag
kprobe:vfs_read { signal("KILL"); override(1); system("ls"); }
                  ~~~~~~~~~~~~~~
stdin:1:35-46: ERROR: override() is unsafe. To use you need the --unsafe flag
kprobe:vfs_read { signal("KILL"); override(1); system("ls"); }
                                  ~~~~~~~~~~~
stdin:1:48-60: ERROR: system() is an unsafe function being used in safe mode
kprobe:vfs_read { signal("KILL"); override(1); system("ls"); }
                                               ~~~~~~~~~~~~
--- ids
UNSAFE stdin:1:19
UNSAFE stdin:1:35
UNSAFE stdin:1:48
=== The arg0 builtin can only be used with 'kprobes', 'uprobes' and 'usdt' probes (2)
kretprobe:vfs_read { print(arg0); }
--- errors
stdin:1:28-32: ERROR: The arg0 builtin can only be used with 'kprobes', 'uprobes' and 'usdt' probes
kretprobe:vfs_read { print(arg0); }
                           ~~~~
--- ids
BUILTIN_PROBE stdin:1:28
=== The retval builtin can only be used with 'kretprobe' and 'uretprobe' and 'fentry' probes (2)
kprobe:vfs_read { print(retval); print(args); print(arg6); print(arg99); }
--- errors
stdin:1:25-31: ERROR: The retval builtin can only be used with 'kretprobe' and 'uretprobe' and 'fentry' probes
kprobe:vfs_read { print(retval); print(args); print(arg6); print(arg99); }
                        ~~~~~~
stdin:1:40-44: ERROR: The args builtin can only be used with tracepoint, rawtracepoint, fentry/fexit, and uprobe probes (kprobe used here)
kprobe:vfs_read { print(retval); print(args); print(arg6); print(arg99); }
                                       ~~~~
stdin:1:53-57: ERROR: x86_64 doesn't support arg6
kprobe:vfs_read { print(retval); print(args); print(arg6); print(arg99); }
                                                    ~~~~
stdin:1:66-71: ERROR: Unknown identifier: 'arg99'
kprobe:vfs_read { print(retval); print(args); print(arg6); print(arg99); }
                                                                 ~~~~~
--- ids
BUILTIN_PROBE stdin:1:25
BUILTIN_PROBE stdin:1:40
BUILTIN_PROBE stdin:1:53
UNKNOWN_IDENT stdin:1:66
=== Struct/union of type 'struct file' does not contain a field named 'nope'
kprobe:vfs_read { print(((struct file *)arg0)->nope); }
--- errors
stdin:1:25-52: ERROR: Struct/union of type 'struct file' does not contain a field named 'nope'
kprobe:vfs_read { print(((struct file *)arg0)->nope); }
                        ~~~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
UNKNOWN_FIELD stdin:1:25
=== 'arg0' builtin is not allowed in a for-loop
kprobe:vfs_read { for $i : 0..3 { print(arg0); } }
--- errors
stdin:1:41-45: ERROR: 'arg0' builtin is not allowed in a for-loop
kprobe:vfs_read { for $i : 0..3 { print(arg0); } }
                                        ~~~~
--- ids
BUILTIN_PROBE stdin:1:41
=== 'nope' is not a valid register on this architecture (x86_64)
kprobe:vfs_read { $x = reg("nope"); }
--- errors
stdin:1:24-35: ERROR: 'nope' is not a valid register on this architecture (x86_64)
kprobe:vfs_read { $x = reg("nope"); }
                       ~~~~~~~~~~~
--- ids
CALL_VALUE stdin:1:24
=== Argument mismatch for @a: trying to access with arguments: 'ustack_bpftrace_127' when map
kprobe:vfs_read { @a[kstack] = count(); @a[ustack] = count(); }
--- errors
stdin:1:41-51: ERROR: Argument mismatch for @a: trying to access with arguments: 'ustack_bpftrace_127' when map expects arguments: 'kstack_bpftrace_127'
kprobe:vfs_read { @a[kstack] = count(); @a[ustack] = count(); }
                                        ~~~~~~~~~~
--- ids
MAP_KEY stdin:1:41
=== Argument mismatch for @a: trying to access with arguments: 'kstack_bpftrace_4' when map ex
kprobe:vfs_read { @a[kstack(3)] = count(); @a[kstack(4)] = count(); }
--- errors
stdin:1:44-57: ERROR: Argument mismatch for @a: trying to access with arguments: 'kstack_bpftrace_4' when map expects arguments: 'kstack_bpftrace_3'
kprobe:vfs_read { @a[kstack(3)] = count(); @a[kstack(4)] = count(); }
                                           ~~~~~~~~~~~~~
--- ids
MAP_KEY stdin:1:44
=== Can't find function parameter nope
fentry:vfs_read { print(args.nope); print(retval); print(arg0); print(ctx); }
--- errors
stdin:1:25-34: ERROR: Can't find function parameter nope
fentry:vfs_read { print(args.nope); print(retval); print(arg0); print(ctx); }
                        ~~~~~~~~~
stdin:1:43-49: ERROR: The retval builtin can only be used with 'kretprobe' and 'uretprobe' and 'fentry' probes
fentry:vfs_read { print(args.nope); print(retval); print(arg0); print(ctx); }
                                          ~~~~~~
stdin:1:58-62: ERROR: The arg0 builtin can only be used with 'kprobes', 'uprobes' and 'usdt' probes
fentry:vfs_read { print(args.nope); print(retval); print(arg0); print(ctx); }
                                                         ~~~~
stdin:1:71-74: ERROR: The ctx builtin can not be used with 'fentry' probes
fentry:vfs_read { print(args.nope); print(retval); print(arg0); print(ctx); }
                                                                      ~~~
--- ids
UNKNOWN_FIELD stdin:1:25
BUILTIN_PROBE stdin:1:43
BUILTIN_PROBE stdin:1:58
BUILTIN_PROBE stdin:1:71
=== functions with more than 6 parameters are not supported.
fentry:many { print(args.a); }
--- errors
stdin:1:21-25: ERROR: functions with more than 6 parameters are not supported.
fentry:many { print(args.a); }
                    ~~~~
--- ids
BUILTIN_PROBE stdin:1:21
=== 'args' builtin is not supported for probes with stack-passed arguments
fentry:by_value { print(args.name); }
--- errors
stdin:1:25-29: ERROR: 'args' builtin is not supported for probes with stack-passed arguments
fentry:by_value { print(args.name); }
                        ~~~~
--- ids
BUILTIN_PROBE stdin:1:25
=== none type passed to print() is not printable
fexit:ttwu_do_wakeup { print(retval); }
--- errors
stdin:1:24-37: ERROR: none type passed to print() is not printable
fexit:ttwu_do_wakeup { print(retval); }
                       ~~~~~~~~~~~~~
--- ids
NOT_PRINTABLE stdin:1:24
=== Can't find function parameter nope (2)
fexit:vfs_read { print(args.nope); }
--- errors
stdin:1:24-33: ERROR: Can't find function parameter nope
fexit:vfs_read { print(args.nope); }
                       ~~~~~~~~~
--- ids
UNKNOWN_FIELD stdin:1:24
=== Builtin arg0 not supported outside probe
fn f(): int64 { return pid + arg0; } begin { }
--- errors
stdin:1:30-34: ERROR: Builtin arg0 not supported outside probe
fn f(): int64 { return pid + arg0; } begin { }
                             ~~~~
--- ids
BUILTIN_PROBE stdin:1:30
=== Builtin probe not supported outside probe
fn f(): string { print(func); print(probetype); print(usermode); return probe; } begin { }
--- errors
stdin:1:24-28: ERROR: Builtin func not supported outside probe
fn f(): string { print(func); print(probetype); print(usermode); return probe; } begin { }
                       ~~~~
stdin:1:37-46: ERROR: Builtin probetype not supported outside probe
fn f(): string { print(func); print(probetype); print(usermode); return probe; } begin { }
                                    ~~~~~~~~~
stdin:1:55-63: ERROR: Builtin usermode not supported outside probe
fn f(): string { print(func); print(probetype); print(usermode); return probe; } begin { }
                                                      ~~~~~~~~
stdin:1:73-78: ERROR: Builtin probe not supported outside probe
fn f(): string { print(func); print(probetype); print(usermode); return probe; } begin { }
                                                                        ~~~~~
--- ids
BUILTIN_PROBE stdin:1:24
BUILTIN_PROBE stdin:1:37
BUILTIN_PROBE stdin:1:55
BUILTIN_PROBE stdin:1:73
=== The arg0 builtin can only be used with 'kprobes', 'uprobes' and 'usdt' probes (3)
interval:s:1 { $x = arg0; }
--- errors
stdin:1:21-25: ERROR: The arg0 builtin can only be used with 'kprobes', 'uprobes' and 'usdt' probes
interval:s:1 { $x = arg0; }
                    ~~~~
--- ids
BUILTIN_PROBE stdin:1:21
=== Struct/union of type 'struct task_struct' does not contain a field named 'nope'
kprobe:vfs_read { $t = (struct task_struct *)arg0; print($t->real_parent->nope); print($t->times[3]); }
--- errors
stdin:1:58-79: ERROR: Struct/union of type 'struct task_struct' does not contain a field named 'nope'
kprobe:vfs_read { $t = (struct task_struct *)arg0; print($t->real_parent->nope); print($t->times[3]); }
                                                         ~~~~~~~~~~~~~~~~~~~~~
stdin:1:88-100: ERROR: the index 3 is out of bounds for array of size 3
kprobe:vfs_read { $t = (struct task_struct *)arg0; print($t->real_parent->nope); print($t->times[3]); }
                                                                                       ~~~~~~~~~~~~
--- ids
UNKNOWN_FIELD stdin:1:58
INDEX stdin:1:88
=== Invalid string for signal: BOGUS
kprobe:vfs_read { signal("BOGUS"); signal(0); signal(65); signal((1,2)); override("a"); }
--- args
--unsafe
--- errors
stdin:1:19-34: ERROR: Invalid string for signal: BOGUS
kprobe:vfs_read { signal("BOGUS"); signal(0); signal(65); signal((1,2)); override("a"); }
                  ~~~~~~~~~~~~~~~
stdin:1:36-45: ERROR: signal() accepts a string literal or an integer between 1 and 64 (inclusive)
kprobe:vfs_read { signal("BOGUS"); signal(0); signal(65); signal((1,2)); override("a"); }
                                   ~~~~~~~~~
stdin:1:47-57: ERROR: signal() accepts a string literal or an integer between 1 and 64 (inclusive)
kprobe:vfs_read { signal("BOGUS"); signal(0); signal(65); signal((1,2)); override("a"); }
                                              ~~~~~~~~~~
stdin:1:59-72: ERROR: signal() accepts a string literal or a positive integer
kprobe:vfs_read { signal("BOGUS"); signal(0); signal(65); signal((1,2)); override("a"); }
                                                          ~~~~~~~~~~~~~
stdin:1:74-87: ERROR: override() only supports int arguments (string provided)
kprobe:vfs_read { signal("BOGUS"); signal(0); signal(65); signal((1,2)); override("a"); }
                                                                         ~~~~~~~~~~~~~
--- ids
CALL_VALUE stdin:1:19
CALL_VALUE stdin:1:36
CALL_VALUE stdin:1:47
CALL_TYPE stdin:1:59
CALL_TYPE stdin:1:74
=== signal() can not be used for this probetype interval
interval:s:1 { signal(9); override(1); }
--- args
--unsafe
--- errors
stdin:1:16-25: ERROR: signal() can not be used for this probetype interval
interval:s:1 { signal(9); override(1); }
               ~~~~~~~~~
stdin:1:27-38: ERROR: override() can only be used inside kprobes
interval:s:1 { signal(9); override(1); }
                          ~~~~~~~~~~~
--- ids
BUILTIN_PROBE stdin:1:16
BUILTIN_PROBE stdin:1:27
=== Kernel does not support tai timestamp, please try sw_tai
begin { print(nsecs(tai)); }
--- env
SONDE_FEATURES=5.10
--- errors
stdin:1:15-25: ERROR: Kernel does not support tai timestamp, please try sw_tai
begin { print(nsecs(tai)); }
              ~~~~~~~~~~
--- ids
KERNEL_FEATURE stdin:1:15
=== BPF_FUNC_get_func_ip not available for your kernel version. Consider using the 'probe' bui
kretprobe:vfs_read { print(func); }
--- env
SONDE_FEATURES=5.10
--- errors
stdin:1:28-32: ERROR: BPF_FUNC_get_func_ip not available for your kernel version. Consider using the 'probe' builtin instead.
kretprobe:vfs_read { print(func); }
                           ~~~~
--- ids
KERNEL_FEATURE stdin:1:28
=== Missing required kernel feature: loop
begin { $a = "a"; $b = "b"; $h = comm; print(strstr(str(5), str(6))); }
--- env
SONDE_FEATURES=5.10
--- errors
stdin:1:46-68: ERROR: Missing required kernel feature: loop
begin { $a = "a"; $b = "b"; $h = comm; print(strstr(str(5), str(6))); }
                                             ~~~~~~~~~~~~~~~~~~~~~~
HINT: Linux has it from 5.17 on.
--- ids
KERNEL_FEATURE stdin:1:46
=== Missing required kernel feature: for_each_map_elem
begin { @a[1] = 1; print(len(@a)); for $kv : @a { print($kv); } }
--- env
SONDE_FEATURES=5.10
--- errors
stdin:1:26-33: ERROR: Missing required kernel feature: for_each_map_elem
begin { @a[1] = 1; print(len(@a)); for $kv : @a { print($kv); } }
                         ~~~~~~~
HINT: Linux has it from 5.13 on.
stdin:1:46-48: ERROR: Missing required kernel feature: for_each_map_elem
begin { @a[1] = 1; print(len(@a)); for $kv : @a { print($kv); } }
                                             ~~
HINT: Linux has it from 5.13 on.
--- ids
KERNEL_FEATURE stdin:1:26
KERNEL_FEATURE stdin:1:46
=== fentry probes need the kernel's BTF (CONFIG_DEBUG_INFO_BTF)
fentry:vfs_read { }
--- env
BPFTRACE_BTF=nope.btf
--- errors
WARNING: BTF: failed to parse BTF from nope.btf
stdin:1:1-16: ERROR: fentry probes need the kernel's BTF (CONFIG_DEBUG_INFO_BTF)
fentry:vfs_read { }
~~~~~~~~~~~~~~~
--- ids
NO_BTF stdin:1:1
=== the current task without type information
begin { print(curtask->pid); }
--- env
BPFTRACE_BTF=nope.btf
--- errors
WARNING: BTF: failed to parse BTF from nope.btf
stdin:1:15-27: ERROR: Unknown struct/union: 'struct task_struct'
begin { print(curtask->pid); }
              ~~~~~~~~~~~~
HINT: Include headers with missing type definitions or install BTF information to your system.
--- ids
UNKNOWN_TYPE stdin:1:15
=== Cannot resolve unknown type "struct sock"
kprobe:vfs_read { print(((struct sock *)arg0)->sk_err); }
--- env
BPFTRACE_BTF=nope.btf
--- errors
WARNING: BTF: failed to parse BTF from nope.btf
stdin:1:27-40: ERROR: Cannot resolve unknown type "struct sock"
kprobe:vfs_read { print(((struct sock *)arg0)->sk_err); }
                          ~~~~~~~~~~~~~
--- ids
UNKNOWN_TYPE stdin:1:27
=== rawtracepoints require kernel BTF. Try using a 'tracepoint' instead.
rawtracepoint:sched_switch { }
--- env
BPFTRACE_BTF=nope.btf
--- errors
WARNING: BTF: failed to parse BTF from nope.btf
stdin:1:1-27: ERROR: rawtracepoints require kernel BTF. Try using a 'tracepoint' instead.
rawtracepoint:sched_switch { }
~~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
NO_BTF stdin:1:1
=== more keyed maps than a program of the kernel can use
begin {
@m0[1] = 1; @m1[1] = 1; @m2[1] = 1; @m3[1] = 1; @m4[1] = 1; @m5[1] = 1; @m6[1] = 1; @m7[1] = 1;
@m8[1] = 1; @m9[1] = 1; @m10[1] = 1; @m11[1] = 1; @m12[1] = 1; @m13[1] = 1; @m14[1] = 1; @m15[1] = 1;
@m16[1] = 1; @m17[1] = 1; @m18[1] = 1; @m19[1] = 1; @m20[1] = 1; @m21[1] = 1; @m22[1] = 1; @m23[1] = 1;
@m24[1] = 1; @m25[1] = 1; @m26[1] = 1; @m27[1] = 1; @m28[1] = 1; @m29[1] = 1; @m30[1] = 1; @m31[1] = 1;
@m32[1] = 1; @m33[1] = 1; @m34[1] = 1; @m35[1] = 1; @m36[1] = 1; @m37[1] = 1; @m38[1] = 1; @m39[1] = 1;
@m40[1] = 1; @m41[1] = 1; @m42[1] = 1; @m43[1] = 1; @m44[1] = 1; @m45[1] = 1; @m46[1] = 1; @m47[1] = 1;
@m48[1] = 1; @m49[1] = 1; @m50[1] = 1; @m51[1] = 1; @m52[1] = 1; @m53[1] = 1; @m54[1] = 1; @m55[1] = 1;
@m56[1] = 1; @m57[1] = 1; @m58[1] = 1; @m59[1] = 1; @m60[1] = 1; @m61[1] = 1; @m62[1] = 1; @m63[1] = 1;
@m64[1] = 1; @m65[1] = 1; }
--- errors
stdin:9:66-73: ERROR: This probe uses 69 maps, hidden ones included; the kernel lets a program use 64.
@m56[1] = 1; @m57[1] = 1; @m58[1] = 1; @m59[1] = 1; @m60[1] = 1; @m61[1] = 1; @m62[1] = 1; @m63[1] = 1;
                                                                 ~~~~~~~
HINT: Move some of its statements to another probe of the same attach point.
--- ids
MAP_LIMIT stdin:9:66
