/* Scripts that together use the whole grammar: for the round trip of the printer, and as seeds of the fuzzer. */
#ifndef SONDE_LANG_SCRIPTS_H
#define SONDE_LANG_SCRIPTS_H

static const char *const lang_scripts[] = {
	"begin { unroll int64 { print(1) } while foo { $i++ } }\n",
	"",
	"// only a comment\n/* and\nanother */\n",
	"#!/usr/bin/sonde\n#include <net/sock.h>\n#define MAX 10\n\nstruct own { int a; char b[4]; };\n\n"
	"config = { max_strlen = 64; stack_mode = perf; missing_probes = \"warn\"; print_maps_on_exit = false }\n\n"
	"begin\n{\n\tprintf(\"start\\n\"); // trailing\n}\n\nEND { clear(@); }\n",
	"kprobe:vfs_read, kretprobe:vfs_*, /pid == 1 && comm != \"x\"/ { @[comm, pid] = count(); }",
	"t:syscalls:sys_enter_openat { @n[str(args.filename)]++; @m[tid] = nsecs; delete(@m, tid); }",
	"uprobe:/bin/sh:\"main(int, char)\" /@a[tid]/ { @h = hist(arg0 / 1024, 2); @l = lhist($1, 0, 100, 5); }",
	"begin { $x = (1, \"two\", (3, 4)); print($x.2.1); $r = (a = 1, b = \"c\",); print($r.b); $e = (1,); $n = (); }",
	"begin { if ($x > 1) { print(1); } else if $y { print(2) } else { print(3); } "
	"$z = if (pid) { \"a\" } else { \"b\" }; }",
	"begin { for $i : 0..10 { if ($i == 5) { break; } continue; } for ($kv : @m) { print($kv.0, $kv.1) } "
	"while ($i < 5) { $i++; } unroll(3) { ++$i; --$j; } unroll 5 { print(1) } }",
	"begin { let $a; let $b : int8 = -5; let $c: string[16] = \"x\"; let $d : struct sock *[4]; let $e : typeof($a) = 1; }",
	"begin { $a = 1 + 2 * 3 - 4 / 5 % 6 << 7 >> 8 & 9 | 10 ^ 11; $b = !$a || ~$a && -$a; $c = $a ? $b : $c ?: 3; }",
	"begin { @x += 1; @x -= 1; @x *= 2; @x /= 2; @x %= 2; @x &= 1; @x |= 1; @x ^= 1; @x <<= 1; @x >>= 1; _ = 5; }",
	"begin { $p = (struct task_struct *)curtask; print($p->mm->pgd[0].x); print(*(uint8 *)$p); print(&$p); print(&@m); }",
	"begin { print(sizeof(struct own)); print(sizeof(uint64[4])); print(sizeof((x)[1])); print(offsetof(struct a, b.c.d)); "
	"print(typeinfo($x)); print(sizeof(typeof(@m[1]))); print(offsetof(*$p, f)); }",
	"begin { print((uint8[])5); print((int8)-1); print((bool)\"x\"); print((size_t)-1); print((typeof($x)*)$y); }",
	"macro add(@m, $v, label) { @m[label] = sum($v); $v * 2 }\nmacro one() { 1 }\nbegin { print(add(@s, $w, \"cpu\") + one); }",
	"fn f($a : int64, $b : struct own *) : int64 { if ($a) { return 1; } return $a + $b->a; }\nfn g() : void { }\n"
	"let @bounded = lruhash(100);\nself:signal:SIGUSR1 { $y = { let $x = 1; $x + 1 }; { { 5; } } }",
	"import \"a.bt\";\nimport \"dir\";\ninterval:s:1 { exit(0x10); print(1_000u); print(5ms); print(0755); print(1e9); }",
	"i:ms:$1 { if comptime (probetype == \"x\") { } else { fail(\"x %d\", 1); } print(comptime sizeof(int64)); }",
	"reads=kprobe:\"a:b\",\nw:0x1000:8:rw,uprobe:/bin/x@a.c:12 { print($1 + $#); return 5; }",
	"begin { @[1] = 2; @a[1][2]; (@m)[3]; @x++; print(@x); print(@); $a.b.c->d[1].2; -(5); - -$x; !(!$x); }",
	"begin { printf(\"%s a very long format string that goes on %d %d\\n\", $a_rather_long_name, @another_long_name[tid], "
	"some_function($with, $several, $arguments)); }",
	"begin{if 1{}else{}for $i:(-5)..($n+1){}while(1){}}",
	"begin { $x = 5; /* inside */ $y = 6; // end\n  // own line\n\n\n  $z = 7;\n}\n\n\n/* last */\nend { }\n// eof",
};

#endif
