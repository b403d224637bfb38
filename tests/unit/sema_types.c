/* Inferred types: script, then the types of its variables and maps. */
#include "sema_helper.h"

TEST(sema_literal_types)
{
	static const struct sema_case cases[] = {
		{ "begin { $a = 127; $b = 128; $c = 32768; $d = 2147483648; $e = 9223372036854775808; }",
		  "$a: int8; $b: int16; $c: int32; $d: int64; $e: uint64" },
		{ "begin { $a = -128; $b = -129; $c = -2147483649; }", "$a: int8; $b: int16; $c: int64" },
		{ "begin { $a = \"abc\"; $b = true; $c = (1, \"a\", (300,)); $d = (a=1, b=\"x\"); }",
		  "$a: string[4]; $b: bool; $c: (int8,string[2],(int16)); $d: record { .a = int8, .b = string[2] }" },
	};
	TYPES(cases);
}

TEST(sema_arithmetic_types)
{
	static const struct sema_case cases[] = {
		{ "begin { $a = pid + 1; $b = pid - tid; $c = -pid; $d = ~pid; $e = 5; $f = ~$e; $g = !$e; }",
		  "$a: uint64; $b: int64; $c: uint64; $d: uint64; $e: int8; $f: int64; $g: bool" },
		{ "begin { $a = (uint8)1; $b = (int16)1; $c = $a + $b; $d = $a + $a; $e = $b + $b; $f = $a & $b; }",
		  "$a: uint8; $b: int16; $c: int64; $d: uint64; $e: int64; $f: int64" },
		{ "begin { $a = true + 1; $b = true; $c = $b + $b; $d = $b * 2; $e = pid == 1 && comm == \"a\"; }",
		  "$a: int8; $b: bool; $c: bool; $d: uint64; $e: bool" },
		{ "kprobe:f { $p = (int32 *)0; $q = $p + 1; $r = 1 + $p; $s = *$p; $t = $p[1]; $u = *5; $v = &$s; }",
		  "$p: int32 *; $q: int32 *; $r: int32 *; $s: int32; $t: int32; $u: uint64; $v: int32 *" },
		{ "begin { $x = pid; $x++; $y = pid; $y--; $z = (int8)nsecs; $z++; let $w: int8 = 1; $w++; }",
		  "$x: uint64; $y: int64; $z: int64; $w: int8" },
	};
	TYPES(cases);
}

TEST(sema_promotion)
{
	static const struct sema_case cases[] = {
		{ "begin { $x = 5; $x = 1000; }", "$x: int16" },
		{ "begin { $x = 5; $x = nsecs; }", "$x: uint64" },
		{ "begin { $x = 200; $x = (uint8)nsecs; }", "$x: uint8" },
		{ "begin { $x = 70000; $x = (uint16)nsecs; }", "$x: uint32" },
		{ "begin { $x = (uint32)nsecs; $x = -1; }", "$x: int64" },
		{ "begin { $x = (int32)nsecs; $x = pid; }", "$x: int64" },
		{ "begin { $x = (uint16)nsecs; $x = (int8)nsecs; }", "$x: int32" },
		{ "begin { $x = \"a\"; $x = \"abcd\"; $x = comm; }", "$x: string[16]" },
		{ "begin { $t = (1, 2); $t = (nsecs, 3); $t = (0, -500); }", "$t: (uint64,int16)" },
		{ "begin { $r = (a=1, b=2); $r = (b=nsecs, a=3); }", "$r: record { .a = int8, .b = uint64 }" },
		{ "begin { $x = (int8 *)0; $x = (int16 *)0; }", "$x: int16 *" },
		{ "begin { @a = 1; } interval:1s { @a = -70000; }", "@a: int32" },
		/* a copy is as flexible as what it copies, in whatever order */
		{ "begin { @y = @x; @x = 1; } interval:1s { @x = nsecs; }", "@x: uint64; @y: uint64" },
		{ "begin { @a = 1; @a = @b; @b = 1; @b = @a; @b = pid; }", "@a: uint32; @b: uint32" },
	};
	TYPES(cases);
}

TEST(sema_maps)
{
	static const struct sema_case cases[] = {
		{ "begin { @a[1, \"b\"] = 1; @a[300, \"cdef\"] = -7000; }", "@a[(int16,string[5])]: int16" },
		{ "begin { @a[1] = 1; @a[pid] = 2; @b[1, 2] = 1; @b[pid, -1] = 3; }",
		  "@a[uint32]: int8; @b[(uint32,int8)]: int8" },
		{ "begin { @a[1, 2] = 1; @a[(3, 4)] = 1; }", "@a[(int8,int8)]: int8" },
		{ "begin { @c++; @d[1]--; @e += 1; @f -= pid; @g[pid] = @g[pid] + 1; }",
		  "@c: int64; @d[int8]: int64; @e: int64; @f: int64; @g[uint32]: int64" },
		{ "begin { @a = @undef; @b = @undef2[comm] + 1; @c = @c; }",
		  "@undef: int8; @a: int8; @undef2[string[16]]: int8; @b: int64; @c: int8" },
		{ "begin { @c = count(); @s = sum(pid); @s = sum(-1); @t = sum(nsecs); @h = hist(5); @k[kstack] = count(); }",
		  "@c: count_t; @s: sum_t; @t: usum_t; @h: hist_t; @k[kstack_bpftrace_127]: count_t" },
		{ "begin { @c = count(); $x = @c; $y = @c + 1; $t = (1, @c); @d[@c] = 1; @s = sum(-1); $z = -@s; }",
		  "$x: uint64; $y: uint64; $t: (int8,uint64); $z: int64; @c: count_t; @d[uint64]: int8; @s: sum_t" },
		{ "begin { @m[pid] = 1; $x = has_key(@m, 70000); }", "$x: bool; @m[uint32]: int8" },
	};
	TYPES(cases);
}

TEST(sema_map_use)
{
	struct sema_fixture f;
	sema_run(&f, "begin { @a[tid] = 1; @b[tid] = 1; @b[5] = 2; @c = count(); print(@c + 1); for $kv : @a { } }", NULL);
	CHECK_STR(lang_messages(&f.lang), "");
	REQUIRE(f.sema.maps.len == 3);
	CHECK(f.sema.maps.data[0]->only_tid_key && f.sema.maps.data[0]->is_iterated);
	CHECK(!f.sema.maps.data[1]->only_tid_key && !f.sema.maps.data[1]->is_iterated);
	CHECK(f.sema.maps.data[2]->agg_read && !f.sema.maps.data[0]->agg_read);
	sema_close(&f);
}

TEST(sema_loops)
{
	static const struct sema_case cases[] = {
		{ "begin { for $i : 0..pid { } for $j : 0..5 { } for $k : (-3)..5000 { } }",
		  "$i: uint32; $j: int8; $k: int16" },
		{ "begin { @a[1, \"b\"] = pid; for $kv : @a { $k = $kv.0; $s = $kv.0.1; $v = $kv.1; } }",
		  "$kv: ((int8,string[2]),uint32); $k: (int8,string[2]); $s: string[2]; $v: uint32; "
		  "@a[(int8,string[2])]: uint32" },
		{ "begin { @c[1] = count(); for $kv : @c { $v = $kv.1; } }", "$kv: (int8,uint64); $v: uint64; @c[int8]: count_t" },
		{ "begin { unroll(3) { $z = 1; } if (pid) { $w = \"a\"; } else { $w = 1; } }",
		  "$z: int8; $w: string[2]; $w: int8" },
	};
	TYPES(cases);
}

TEST(sema_conditionals)
{
	static const struct sema_case cases[] = {
		{ "begin { $a = pid ? 1 : 300; $b = pid ? \"a\" : \"abc\"; $c = pid ?: 5; $d = pid ? nsecs : 5; }",
		  "$a: int16; $b: string[4]; $c: uint32; $d: uint64" },
		{ "begin { $a = 1 ? 1 : \"a\"; $b = if (0) { 2 } else { \"a\" }; $c = pid ? (1, 2) : (3000, nsecs); }",
		  "$a: int8; $b: string[2]; $c: (int16,uint64)" },
		{ "begin { $a = if (pid > 1) { \"big\" } else { \"small\" }; $b = { let $x = 5; $x + 1 }; }",
		  "$a: string[6]; $x: int8; $b: int64" },
	};
	TYPES(cases);
}

TEST(sema_introspection)
{
	static const struct sema_case cases[] = {
		{ "begin { $y = 5; $z = sizeof($y); @a[sizeof($z)] = sizeof(int64); $y = nsecs; $w = \"ab\"[sizeof(int8)]; }",
		  "$y: uint64; $z: int8; $w: int8; @a[int8]: int8" },
		{ "begin { $y = 5; let $x: typeof($y); $y = nsecs; $x = nsecs; }", "$y: uint64; $x: uint64" },
		{ "begin { @b[\"abc\", 1] = 1; let $k: typeof(@b) = (\"x\", 2); let $v: typeof(@b[\"a\", 1]) = 1; }",
		  "$k: (string[4],int8); $v: int8; @b[(string[4],int8)]: int8" },
		{ "begin { $y = 5; if comptime (sizeof($y) == 1) { $q = 1; } else { $q = 1; $q = \"a\"; } }",
		  "$y: int8; $q: int8" },
		{ "struct s { char c; struct { int a; long b; } in; union { int x; char y; }; } "
		  "begin { $a = sizeof(struct s); $b = offsetof(struct s, in.b); $c = offsetof(struct s, y); "
		  "$d = comptime (sizeof(struct s) + 1); }",
		  "$a: int8; $b: int8; $c: int8; $d: int8" },
		{ "config = { unstable_typeinfo = enable } begin { $a = typeinfo(pid).full_type; "
		  "if comptime (typeinfo(pid) == typeinfo(uint32)) { $b = \"yes\"; } else { $b = 5; } }",
		  "$a: string[7]; $b: string[4]" },
	};
	TYPES(cases);
}

TEST(sema_c_types)
{
	static const struct sema_case cases[] = {
		{ "struct foo { int a; char b[8]; int c:3; struct { int e; }; union { long f; char g; }; int *h; int i[4];"
		  " enum E { E1, E2 = 7 } j; struct foo *k; char *n; unsigned char o[4]; }"
		  " kprobe:f { $p = (struct foo *)arg0; $a = $p->a; $c = $p.c; $e = $p->e; $f = $p->f; $h = $p->h; $i = $p->i;"
		  " $ii = $p->i[2]; $k = $p->k->k->a; $n = $p->n; $o = $p->o; $q = *$p; $r = $p[1]; $s = $p + 1; $t = $q.a;"
		  " $z = $p.i[pid]; $m = *$p->n; }",
		  "$p: struct foo *; $a: int32; $c: int32; $e: int32; $f: int64; $h: int32 *; $i: int32[4]; $ii: int32; "
		  "$k: int32; $n: int8 *; $o: uint8[4]; $q: struct foo; $r: struct foo; $s: struct foo *; $t: int32; "
		  "$z: int32; $m: int8" },
		{ "enum E { E1, E2 = 7 } begin { $a = E2; $b = E2 + 1; $c = pid == E1; @o = E1; @o = 5; $d = (enum E)7; }",
		  "$a: enum E; $b: int8; $c: bool; $d: enum E; @o: uint64" },
	};
	TYPES(cases);
}

TEST(sema_casts)
{
	static const struct sema_case cases[] = {
		{ "begin { $a = (int8[4])pid; $b = (int8[])pid; $c = (int32)$a; $d = (int8[])\"abc\"; $e = (string[10])\"abc\"; }",
		  "$a: int8[4]; $b: int8[4]; $c: int32; $d: int8[4]; $e: string[10]" },
		{ "begin { $a = (bool)5; $b = (bool)comm; $c = (int32)true; $d = (uint16[2])pid; $e = (bool[8])pid; }",
		  "$a: bool; $b: bool; $c: int32; $d: uint16[2]; $e: bool[8]" },
		{ "begin { @c = count(); $a = (int64)@c; $b = (uint8)@c; $d = (username_t)0; $e = (uint64)(int8 *)5; }",
		  "$a: int64; $b: uint8; $d: username_t; $e: uint64; @c: count_t" },
	};
	TYPES(cases);
}

TEST(sema_functions)
{
	static const struct sema_case cases[] = {
		{ "fn add($a: int64, $b: uint8): int64 { return $a + $b; } begin { $x = add(5, 6); }",
		  "$a: int64; $b: uint8; $x: int64" },
		{ "fn name($a: int64): string { if ($a) { return \"yes\"; } else { return \"no\"; } } begin { $x = name(1); }",
		  "$a: int64; $x: string[1024]" },
	};
	TYPES(cases);
}

TEST(sema_compare_literals)
{
	static const struct sema_case cases[] = {
		{ "begin { if comptime ((1, \"a\") == (1, \"a\")) { $a = 1; } if comptime ((a=1) != (a=1)) { $b = 1; } }",
		  "$a: int8" },
		{ "begin { if comptime ((1, \"a\").1 == \"a\" && \"a\" < \"b\") { $a = 1; } }", "$a: int8" },
	};
	TYPES(cases);
}
