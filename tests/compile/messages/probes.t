--- args
--traceable-functions functions
=== Invalid probe type: foo
foo:bar { }
--- errors
stdin:1:1-8: ERROR: Invalid probe type: foo
foo:bar { }
~~~~~~~
--- ids
PROBE_TYPE stdin:1:1
=== Invalid probe type: foo (2)
foo { }
--- errors
stdin:1:1-4: ERROR: Invalid probe type: foo
foo { }
~~~
--- ids
PROBE_TYPE stdin:1:1
=== No probe type matched for *foo
*foo:bar { }
--- errors
stdin:1:1-9: ERROR: No probe type matched for *foo
*foo:bar { }
~~~~~~~~
--- ids
PROBE_TYPE stdin:1:1
=== kprobe probe type requires 1 or 2 arguments, found 0
kprobe { }
--- errors
stdin:1:1-7: ERROR: kprobe probe type requires 1 or 2 arguments, found 0
kprobe { }
~~~~~~
--- ids
PROBE_ARITY stdin:1:1
=== kprobes should be attached to a function or an address
kprobe: { }
--- errors
stdin:1:1-8: ERROR: kprobes should be attached to a function or an address
kprobe: { }
~~~~~~~
--- ids
PROBE_SPEC stdin:1:1
=== kprobe probe type requires 1 or 2 arguments, found 3
kprobe:a:b:c { }
--- errors
stdin:1:1-13: ERROR: kprobe probe type requires 1 or 2 arguments, found 3
kprobe:a:b:c { }
~~~~~~~~~~~~
--- ids
PROBE_ARITY stdin:1:1
=== begin probe type requires 0 arguments, found 1
begin:x { }
--- errors
stdin:1:1-8: ERROR: begin probe type requires 0 arguments, found 1
begin:x { }
~~~~~~~
--- ids
PROBE_ARITY stdin:1:1
=== interval probe type requires 1 or 2 arguments, found 0
interval { }
--- errors
stdin:1:1-9: ERROR: interval probe type requires 1 or 2 arguments, found 0
interval { }
~~~~~~~~
--- ids
PROBE_ARITY stdin:1:1
=== interval frequency should be a positive integer
interval:s:0 { }
--- errors
stdin:1:1-13: ERROR: interval frequency should be a positive integer
interval:s:0 { }
~~~~~~~~~~~~
--- ids
PROBE_SPEC stdin:1:1
=== Invalid rate of interval probe: invalid integer: x
interval:s:x { }
--- errors
stdin:1:1-13: ERROR: Invalid rate of interval probe: invalid integer: x
interval:s:x { }
~~~~~~~~~~~~
--- ids
PROBE_SPEC stdin:1:1
=== xx is not an accepted unit of time
interval:xx:5 { }
--- errors
stdin:1:1-14: ERROR: xx is not an accepted unit of time
interval:xx:5 { }
~~~~~~~~~~~~~
--- ids
PROBE_SPEC stdin:1:1
=== Invalid rate of interval probe. Minimum is 1000 or 1us. Found: 5 nanoseconds
interval:5 { }
--- errors
stdin:1:1-11: ERROR: Invalid rate of interval probe. Minimum is 1000 or 1us. Found: 5 nanoseconds
interval:5 { }
~~~~~~~~~~
--- ids
PROBE_SPEC stdin:1:1
=== Invalid rate of profile probe: invalid integer: x
profile:hz:x { }
--- errors
stdin:1:1-13: ERROR: Invalid rate of profile probe: invalid integer: x
profile:hz:x { }
~~~~~~~~~~~~
--- ids
PROBE_SPEC stdin:1:1
=== profile probe type requires 1 or 2 arguments, found 3
profile:s:1:2 { }
--- errors
stdin:1:1-14: ERROR: profile probe type requires 1 or 2 arguments, found 3
profile:s:1:2 { }
~~~~~~~~~~~~~
--- ids
PROBE_ARITY stdin:1:1
=== foo is not a software probe
software:foo:1 { }
--- errors
stdin:1:1-15: ERROR: foo is not a software probe
software:foo:1 { }
~~~~~~~~~~~~~~
--- ids
PROBE_SPEC stdin:1:1
=== Invalid count for software probe: invalid integer: x
software:cpu-clock:x { }
--- errors
stdin:1:1-21: ERROR: Invalid count for software probe: invalid integer: x
software:cpu-clock:x { }
~~~~~~~~~~~~~~~~~~~~
--- ids
PROBE_SPEC stdin:1:1
=== foo is not a hardware probe
hardware:foo:1 { }
--- errors
stdin:1:1-15: ERROR: foo is not a hardware probe
hardware:foo:1 { }
~~~~~~~~~~~~~~
--- ids
PROBE_SPEC stdin:1:1
=== SIGUSR2 is not a supported signal
self:signal:SIGUSR2 { }
--- errors
stdin:1:1-20: ERROR: SIGUSR2 is not a supported signal
self:signal:SIGUSR2 { }
~~~~~~~~~~~~~~~~~~~
--- ids
PROBE_SPEC stdin:1:1
=== foo is not a supported trigger
self:foo:SIGUSR1 { }
--- errors
stdin:1:1-17: ERROR: foo is not a supported trigger
self:foo:SIGUSR1 { }
~~~~~~~~~~~~~~~~
--- ids
PROBE_SPEC stdin:1:1
=== self probe type requires 2 arguments, found 1
self:signal { }
--- errors
stdin:1:1-12: ERROR: self probe type requires 2 arguments, found 1
self:signal { }
~~~~~~~~~~~
--- ids
PROBE_ARITY stdin:1:1
=== "a" was used as the name for more than one TEST probe
test:a { } test:a { }
--- errors
stdin:1:12-18: ERROR: "a" was used as the name for more than one TEST probe
test:a { } test:a { }
           ~~~~~~
stdin:1:1-7: ERROR: this is the other instance
test:a { } test:a { }
~~~~~~
--- ids
PROBE_SPEC stdin:1:12
=== "a" was used as the name for more than one BENCH probe
bench:a { } bench:a { }
--- errors
stdin:1:13-20: ERROR: "a" was used as the name for more than one BENCH probe
bench:a { } bench:a { }
            ~~~~~~~
stdin:1:1-8: ERROR: this is the other instance
bench:a { } bench:a { }
~~~~~~~
--- ids
PROBE_SPEC stdin:1:13
=== No matches for kprobe nope.
kprobe:nope { }
--- errors
stdin:1:1-12: ERROR: No matches for kprobe nope.
kprobe:nope { }
~~~~~~~~~~~
stdin:1:1-12: WARNING: nope is not traceable (either non-existing, inlined, or marked as "notrace"); attaching to it will likely fail
kprobe:nope { }
~~~~~~~~~~~
--- ids
PROBE_UNTRACEABLE stdin:1:1
PROBE_MISSING stdin:1:1
=== Probe has no valid attach points. If this is expected, set the 'missing_probes' config var
kprobe:nope* { }
--- errors
stdin:1:1-13: ERROR: Probe has no valid attach points. If this is expected, set the 'missing_probes' config variable to 'warn'.
kprobe:nope* { }
~~~~~~~~~~~~
--- ids
PROBE_EMPTY stdin:1:1
=== specified module nope in probe kprobe:nope:nf_* is not loaded.
kprobe:nope:nf_* { }
--- errors
stdin:1:1-17: ERROR: specified module nope in probe kprobe:nope:nf_* is not loaded.
kprobe:nope:nf_* { }
~~~~~~~~~~~~~~~~
--- ids
PROBE_SPEC stdin:1:1
=== finish_task_switch exists only as finish_task_switch.isra.0, a copy made by the compiler,
kprobe:finish_task_switch { }
--- warnings
stdin:1:1-26: WARNING: finish_task_switch exists only as finish_task_switch.isra.0, a copy made by the compiler, to which the probe is attached; its arguments may differ from those in the source
kprobe:finish_task_switch { }
~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
PROBE_RENAMED stdin:1:1
=== Invalid offset: invalid integer: x
kprobe:vfs_read+x { }
--- errors
stdin:1:1-18: ERROR: Invalid offset: invalid integer: x
kprobe:vfs_read+x { }
~~~~~~~~~~~~~~~~~
--- ids
PROBE_SPEC stdin:1:1
=== Offset not allowed
kretprobe:vfs_read+3 { }
--- errors
stdin:1:1-21: ERROR: Offset not allowed
kretprobe:vfs_read+3 { }
~~~~~~~~~~~~~~~~~~~~
--- ids
PROBE_SPEC stdin:1:1
=== Probing by address requires --unsafe
kprobe:0xffffffff81000000 { }
--- errors
stdin:1:1-26: ERROR: Probing by address requires --unsafe
kprobe:0xffffffff81000000 { }
~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
UNSAFE stdin:1:1
=== No matches for kprobe nope. (2)
kprobe:vfs_read, kprobe:nope { }
--- errors
stdin:1:18-29: ERROR: No matches for kprobe nope.
kprobe:vfs_read, kprobe:nope { }
                 ~~~~~~~~~~~
stdin:1:18-29: WARNING: nope is not traceable (either non-existing, inlined, or marked as "notrace"); attaching to it will likely fail
kprobe:vfs_read, kprobe:nope { }
                 ~~~~~~~~~~~
--- ids
PROBE_UNTRACEABLE stdin:1:18
PROBE_MISSING stdin:1:18
=== nope is not traceable (either non-existing, inlined, or marked as "notrace"); attaching to
config = { missing_probes = warn } kprobe:vfs_read, kprobe:nope { }
--- warnings
stdin:1:53-64: WARNING: nope is not traceable (either non-existing, inlined, or marked as "notrace"); attaching to it will likely fail
config = { missing_probes = warn } kprobe:vfs_read, kprobe:nope { }
                                                    ~~~~~~~~~~~
stdin:1:53-64: WARNING: No matches for kprobe nope. Skipping.
config = { missing_probes = warn } kprobe:vfs_read, kprobe:nope { }
                                                    ~~~~~~~~~~~
--- ids
PROBE_UNTRACEABLE stdin:1:53
PROBE_MISSING_WARN stdin:1:53
=== nope is not traceable (either non-existing, inlined, or marked as "notrace"); attaching to (2)
config = { missing_probes = warn } kprobe:nope { } begin { }
--- warnings
stdin:1:36-47: WARNING: nope is not traceable (either non-existing, inlined, or marked as "notrace"); attaching to it will likely fail
config = { missing_probes = warn } kprobe:nope { } begin { }
                                   ~~~~~~~~~~~
stdin:1:36-47: WARNING: No matches for kprobe nope. Skipping.
config = { missing_probes = warn } kprobe:nope { } begin { }
                                   ~~~~~~~~~~~
stdin:1:36-47: WARNING: Probe has no valid attach points. It is being removed which may cause issues with program behavior.
config = { missing_probes = warn } kprobe:nope { } begin { }
                                   ~~~~~~~~~~~
--- ids
PROBE_UNTRACEABLE stdin:1:36
PROBE_MISSING_WARN stdin:1:36
PROBE_EMPTY_WARN stdin:1:36
=== Return value discarded.
config = { missing_probes = ignore } kprobe:nope { } begin { 5; }
--- warnings
stdin:1:62-63: WARNING: Return value discarded.
config = { missing_probes = ignore } kprobe:nope { } begin { 5; }
                                                             ~
--- ids
DISCARDED stdin:1:62
=== No probes to attach
config = { missing_probes = ignore } kprobe:nope { }
--- exit
1
--- ids
No probes to attach
=== Can't attach to 5 probes because it exceeds the current limit of 2 probes.
config = { max_probes = 2 } kprobe:vfs_* { } kprobe:tcp_* { }
--- errors
ERROR: Can't attach to 5 probes because it exceeds the current limit of 2 probes.
You can increase the limit through the BPFTRACE_MAX_PROBES environment variable, but BE CAREFUL since a high number of probes attached can cause your system to crash.
--- ids
PROBE_LIMIT
=== Your program is trying to generate more than 2 BPF programs, which exceeds the current lim
config = { max_bpf_progs = 1 } fentry:vfs_* { print(args); }
--- errors
stdin:1:32-44: ERROR: Your program is trying to generate more than 2 BPF programs, which exceeds the current limit of 1
config = { max_bpf_progs = 1 } fentry:vfs_* { print(args); }
                               ~~~~~~~~~~~~
HINT: You can increase the limit through the BPFTRACE_MAX_BPF_PROGS environment variable.
--- ids
PROBE_LIMIT stdin:1:32
=== No matches for fentry nope.
fentry:nope { }
--- errors
stdin:1:1-12: ERROR: No matches for fentry nope.
fentry:nope { }
~~~~~~~~~~~
--- ids
PROBE_MISSING stdin:1:1
=== uprobe target file '/no/such/file' does not exist or is not executable
uprobe:/no/such/file:main { }
--- errors
stdin:1:1-26: ERROR: uprobe target file '/no/such/file' does not exist or is not executable
uprobe:/no/such/file:main { }
~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
PROBE_SPEC stdin:1:1
=== uprobe probe type requires 2 or 3 arguments, found 0
uprobe { }
--- errors
stdin:1:1-7: ERROR: uprobe probe type requires 2 or 3 arguments, found 0
uprobe { }
~~~~~~
--- ids
PROBE_ARITY stdin:1:1
=== unsupported language type: b
uretprobe:a:b:c { }
--- errors
stdin:1:1-16: ERROR: unsupported language type: b
uretprobe:a:b:c { }
~~~~~~~~~~~~~~~
--- ids
PROBE_SPEC stdin:1:1
=== usdt target file does not exist
usdt:/no/such/file:a { }
--- errors
stdin:1:1-21: ERROR: usdt target file '/no/such/file' does not exist or is not executable
usdt:/no/such/file:a { }
~~~~~~~~~~~~~~~~~~~~
--- ids
PROBE_SPEC stdin:1:1
=== iter task not available for your kernel version.
iter:task { }
--- errors
stdin:1:1-10: ERROR: iter task not available for your kernel version.
iter:task { }
~~~~~~~~~
--- ids
KERNEL_FEATURE stdin:1:1
=== syntax: unterminated string
kprobe:"a { }
--- errors
stdin:1:8-14: ERROR: syntax: unterminated string
kprobe:"a { }
       ~~~~~~
--- ids
SYNTAX_STRING stdin:1:8
=== invalid trailing character for positional param: x. Try quoting this entire part if this i
kprobe:$1x { }
--- errors
stdin:1:1-11: ERROR: invalid trailing character for positional param: x. Try quoting this entire part if this is intentional e.g. "$1x".
kprobe:$1x { }
~~~~~~~~~~
--- ids
PROBE_SPEC stdin:1:1
=== syntax: expected expression
begin /pid/ /tid/ { }
--- errors
stdin:1:13-14: ERROR: syntax: expected expression
begin /pid/ /tid/ { }
            ~
--- ids
SYNTAX stdin:1:13
=== Invalid --probe-filter regex '[': Invalid regular expression
begin { }
--- args
--probe-filter [
--- exit
255
--- errors
ERROR: Invalid --probe-filter regex '[': Invalid regular expression
=== No probes to attach (2)
kprobe:vfs_read { }
--- args
--probe-filter nope
--- exit
1
--- ids
No probes to attach
=== invalid trailing character for positional param: x. Try quoting this entire part if this i (2)
interval:ms:$1x { }
--- args
10
--- errors
stdin:1:1-16: ERROR: invalid trailing character for positional param: x. Try quoting this entire part if this is intentional e.g. "$1x".
interval:ms:$1x { }
~~~~~~~~~~~~~~~
--- ids
PROBE_SPEC stdin:1:1
