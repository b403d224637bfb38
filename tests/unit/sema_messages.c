/* Messages and warnings: a script, then everything that is said of it. Places are columns; see lang_messages. */
#include "sema_helper.h"

TEST(sema_operator_messages)
{
	static const struct sema_case cases[] = {
		{ "begin { $c = \"abc\" + pid; }",
		  "14-25 Type mismatch for '+': comparing string[4] with uint32\n"
		  "+ 14-19 left (string[4])\n"
		  "+ 22-25 right (uint32)" },
		{ "begin { $g = comm < comm; }",
		  "14-25 The < operator can not be used on expressions of types string[16], string[16]" },
		{ "begin { $a = \"a\" == 1 }",
		  "14-22 Type mismatch for '==': comparing string[2] with int8\n"
		  "+ 14-17 left (string[2])\n"
		  "+ 21-22 right (int8)" },
		{ "begin { $a = comm == 1 }",
		  "14-23 Type mismatch for '==': comparing string[16] with int8\n"
		  "+ 14-18 left (string[16])\n"
		  "+ 22-23 right (int8)" },
		{ "begin { $a = \"a\" && 1 }",
		  "14-22 Type mismatch for '&&': comparing string[2] with int8\n"
		  "+ 14-17 left (string[2])\n"
		  "+ 21-22 right (int8)" },
		{ "begin { $t = (1,2); $a = $t + 1;}",
		  "26-32 Type mismatch for '+': comparing (int8,int8) with int64\n"
		  "+ 26-28 left ((int8,int8))\n"
		  "+ 31-32 right (int64)" },
		{ "begin { $t=(1,2); $c = $t == (1,\"a\"); }",
		  "24-37 Type mismatch for '==': comparing (int8,int8) with (int8,string[2])\n"
		  "+ 24-26 left ((int8,int8))\n"
		  "+ 30-37 right ((int8,string[2]))" },
		{ "begin { $t=(1,2); $d = $t < $t; }",
		  "24-31 The < operator can not be used on expressions of types (int8,int8), (int8,int8)" },
		{ "begin { $t=(1,2); $d = $t && 1 }",
		  "24-31 Type mismatch for '&&': comparing (int8,int8) with int8\n"
		  "+ 24-26 left ((int8,int8))\n"
		  "+ 30-31 right (int8)" },
		{ "begin { $p = (int32*)0; $a = $p + $p; $b = $p * 2; $c = 1 - $p; $d = $p && comm; }",
		  "30-37 The + operator can not be used on expressions of types int32 *, int32 *\n"
		  "44-50 The * operator can not be used on expressions of types int32 *, int8\n"
		  "57-63 The - operator can not be used on expressions of types int8, int32 *\n"
		  "70-80 The && operator can not be used on expressions of types int32 *, string[16]" },
		{ "begin { $p = (int32*)0; $e = -$p; $f = !$p; $g = ~$p; $h = *comm; $i = -true; $j = !\"a\"; }",
		  "30-33 The - operator can not be used on expressions of type 'int32 *'\n"
		  "40-43 The ! operator can not be used on expressions of type 'int32 *'\n"
		  "50-53 The ~ operator can not be used on expressions of type 'int32 *'\n"
		  "60-65 The * operator can not be used on expressions of type 'string[16]'\n"
		  "72-77 The - operator can not be used on expressions of type 'bool'\n"
		  "84-88 The ! operator can not be used on expressions of type 'string[2]'" },
		{ "begin { $p = (int8*)0; $q = (uint8*)1; $a = $p == $q; $b = $p == (void*)0; }",
		  "45-53 comparison of distinct pointer types: int8, uint8\n"
		  "+ 45-47 left (int8)\n"
		  "+ 51-53 right (uint8)" },
		{ "begin { $x = kstack; $y = kstack(3); $w = $x == $y; }",
		  "43-51 Type mismatch for '==': comparing kstack_bpftrace_127 with kstack_bpftrace_3\n"
		  "+ 43-45 left (kstack_bpftrace_127)\n"
		  "+ 49-51 right (kstack_bpftrace_3)" },
		{ "begin { @x += \"a\"; }",
		  "12-18 Type mismatch for '+': comparing int8 with string[2]\n"
		  "+ 9-11 left (int8)\n"
		  "+ 15-18 right (string[2])" },
		{ "begin { $a = 1 + print(1); }",
		  "14-26 Type mismatch for '+': comparing int64 with void\n"
		  "+ 14-15 left (int64)\n"
		  "+ 18-26 right (void)" },
	};
	MESSAGES(cases);
}

TEST(sema_condition_messages)
{
	static const struct sema_case cases[] = {
		{ "begin { $t=(1,2); if ($t) {} if (comm) {} if (\"abc\") {} if (print(1)) {} }",
		  "19-29 Invalid condition: tuple\n"
		  "30-42 Invalid condition: string\n"
		  "57-73 Invalid condition: void" },
		{ "begin { $x = comm ? 1 : 2; $a = pid ? 1 : \"a\"; $j = pid ? print(1) : 2; }",
		  "14-26 Invalid condition: string\n"
		  "33-46 Branches must return the same type or compatible types: have 'int8' and 'string[2]'\n"
		  "53-71 Branches must return the same type or compatible types: have 'void' and 'int8'" },
		{ "begin { $x = if (pid) { 1 }; }",
		  "14-28 An `if` used as a value needs an `else`" },
		{ "begin { $i = pid ? print(1) : print(2); }",
		  "9-39 Value 'void' cannot be assigned to a scratch variable." },
		{ "begin { if comptime pid { } $y = comptime pid; }",
		  "12-24 Unable to resolve comptime expression\n"
		  "34-46 Unable to resolve comptime expression" },
		{ "begin { pid ? exit() : print(5); }",
		  "" },
	};
	MESSAGES(cases);
}

TEST(sema_index_messages)
{
	static const struct sema_case cases[] = {
		{ "begin { $a = \"abc\"[5]; $b = comm[16]; $i=-1; $c = comm[$i]; $d = comm[-1]; $e = comm[\"a\"]; $f = comm[true]; }",
		  "14-22 the index 5 is out of bounds for array of size 4\n"
		  "29-37 the index 16 is out of bounds for array of size 16\n"
		  "51-59 The array index operator [] only accepts non-negative integer indices. Got: int8\n"
		  "66-74 The array index operator [] only accepts non-negative integer indices. Got: int8\n"
		  "81-90 The array index operator [] only accepts non-negative integer indices. Got: string[2]\n"
		  "97-107 The array index operator [] only accepts non-negative integer indices. Got: bool" },
		{ "begin { $i = 0; $c = comm[$i]; for $j : 0..5 { $c = comm[$j]; } }",
		  "" },
		{ "begin { $x = (1,2)[pid]; $y = (1,2)[5]; $z = (1,2).7; $w = pid.0; $v = pid[1]; $u = ((void*)0)[1]; }",
		  "14-24 Array-style access for tuples only valid for integer literals\n"
		  "31-39 Invalid tuple index: 5. Found 2 elements in tuple.\n"
		  "46-53 Invalid tuple index: 7. Found 2 elements in tuple.\n"
		  "60-65 Can not access index '0' on expression of type 'uint32'\n"
		  "72-78 The array index operator [] can only be used on arrays, pointers, and tuples, found uint32.\n"
		  "85-98 The array index operator [] cannot be used on a pointer to an unsized type (void *)." },
		{ "begin { $x = (a=1); $y = $x.b; $z = pid.foo; $w = (1,2).a; }",
		  "26-30 Record does not contain a field named 'b'\n"
		  "37-44 Can not access field 'foo' on expression of type 'uint32'\n"
		  "51-58 Can not access field 'a' on expression of type '(int8,int8)'" },
		{ "struct foo { int a; int i[4]; float l; } kprobe:f { $p = (struct foo *)arg0; $l = $p->i[4]; $m = $p->nope; $n = $p.a.b; $o = $p->l; }",
		  "83-91 the index 4 is out of bounds for array of size 4\n"
		  "98-106 Struct/union of type 'struct foo' does not contain a field named 'nope'\n"
		  "113-119 Can not access field 'b' on expression of type 'int32'\n"
		  "121-131 Invalid expression for assignment" },
		{ "struct foo { int i[4]; } kprobe:f { $p = (struct foo *)arg0; $a = $p->i < $p->i; $b = $p->i + 1; $c = !$p->i; $d = *$p + 1; }",
		  "67-80 The < operator cannot be used on arrays.\n"
		  "87-96 Type mismatch for '+': comparing int32[4] with int64\n"
		  "+ 87-92 left (int32[4])\n"
		  "+ 95-96 right (int64)\n"
		  "103-109 The ! operator can not be used on expressions of type 'int32[4]'\n"
		  "116-123 Type mismatch for '+': comparing struct foo with int64\n"
		  "+ 116-119 left (struct foo)\n"
		  "+ 122-123 right (int64)" },
	};
	MESSAGES(cases);
}

TEST(sema_loop_messages)
{
	static const struct sema_case cases[] = {
		{ "begin { for $i : \"a\"..5 { }}",
		  "9-24 Loop range requires an integer for the start value" },
		{ "begin { for $x : @nope {} @s = 1; for $x : @s {} @h[1] = hist(1); for $x : @h {} }",
		  "18-23 Undefined map: @nope\n"
		  "44-46 @s has no explicit keys (scalar map), and cannot be used for iteration\n"
		  "76-78 Loop expression does not support type: hist_t" },
		{ "begin { $y = 1; for $y : 0..1 {} for $i : 0..1 { $i = 1; for $i : 0..1 { } } }",
		  "21-23 Loop declaration shadows existing variable: $y\n"
		  "+ 9-15 This is the initial assignment.\n"
		  "62-64 Loop declaration shadows existing variable: $i\n"
		  "+ 38-40 This is the loop variable." },
		{ "begin { unroll(101) {} unroll(0) {} unroll(pid) {} unroll(\"a\") {} unroll(-1) {} }",
		  "9-23 unroll maximum value is 100\n"
		  "24-36 unroll minimum value is 1\n"
		  "37-51 invalid unroll value\n"
		  "52-66 invalid unroll value\n"
		  "67-80 invalid unroll value" },
		{ "begin { while (pid) { break; print(1); } continue; unroll(3) { break; } }",
		  "9-41 While loops are deprecated and may be removed in the future.\n"
		  "HINT: For loops support ranges (e.g. `for ($x : $start..$end) { ... }`), and can be used in place of while. These are more easily proven to be bounded by the verifier.\n"
		  "30-39 Unreachable statement.\n"
		  "42-51 'continue' statement is not allowed in a probe\n"
		  "64-70 'break' statement is not allowed in a probe\n"
		  "52-72 Unreachable statement." },
		{ "kprobe:f { for $k : 0..5 { $k = arg0; } }",
		  "33-37 'arg0' builtin is not allowed in a for-loop" },
	};
	MESSAGES(cases);
}

TEST(sema_variable_messages)
{
	static const struct sema_case cases[] = {
		{ "begin { print($b); $x += 1; $y++; $a = $a; }",
		  "15-17 Undefined or undeclared variable: $b\n"
		  "20-22 Undefined or undeclared variable: $x\n"
		  "29-31 Undefined or undeclared variable: $y\n"
		  "40-42 Undefined or undeclared variable: $a" },
		{ "begin { $a = 1; { $b = 2; } print($b); }",
		  "35-37 Undefined or undeclared variable: $b" },
		{ "begin { $y = 1; let $y; { let $y = 1; } let $x; let $x; $x = 1; }",
		  "17-23 Variable $y was already declared. Variable shadowing is not allowed.\n"
		  "+ 9-15 This is the initial assignment.\n"
		  "27-33 Variable $y was already declared. Variable shadowing is not allowed.\n"
		  "+ 9-15 This is the initial assignment.\n"
		  "49-55 Variable $x was already declared. Variable shadowing is not allowed.\n"
		  "+ 41-47 This is the initial declaration." },
		{ "begin { let $w; print($w); $w = 5; let $v: int32; let $u: int8 = 1; }",
		  "23-25 Variable used before it was assigned: $w\n"
		  "36-42 Variable $v was never assigned to." },
		{ "begin { let $x: foo; let $y: struct nope; let $z: sum_t; $w = (struct nope *)5; }",
		  "17-20 Cannot resolve unknown type \"foo\"\n"
		  "30-41 Cannot resolve unknown type \"struct nope\"\n"
		  "51-56 Invalid variable declaration type: sum_t\n"
		  "64-77 Cannot resolve unknown type \"struct nope\"\n"
		  "9-15 Variable $x was never assigned to.\n"
		  "22-28 Variable $y was never assigned to.\n"
		  "43-49 Variable $z was never assigned to." },
		{ "begin { let $x; $e = &$x; $f = &$y; $g = &@k; }",
		  "22-25 No type available for variable $x\n"
		  "33-35 Undefined or undeclared variable: $y\n"
		  "43-45 Undefined map: @k" },
		{ "begin { let $x; $y = $x; }",
		  "22-24 Variable used before it was assigned: $x\n"
		  "22-24 Could not resolve the type of this variable\n"
		  "9-15 Variable $x was never assigned to." },
		{ "begin { $x = 1; $x = \"a\"; $x = true; $y = (int8*)0; $y = 5; $z = kstack; $z = kstack(3); }",
		  "17-25 Type mismatch for $x: trying to assign value of type 'string[2]' when variable already has a type 'int8'\n"
		  "27-36 Type mismatch for $x: trying to assign value of type 'bool' when variable already has a type 'int8'\n"
		  "53-59 Type mismatch for $y: trying to assign value of type 'int8' when variable already has a type 'int8 *'\n"
		  "74-88 Type mismatch for $z: trying to assign value of type 'kstack_bpftrace_3' when variable already has a type 'kstack_bpftrace_127'" },
		{ "begin { let $b : string[5] = \"abcdef\"; let $f: bool = 1; let $g: int8 = true; let $h: uint8 = 256; let $i: uint8 = -1; let $k : int8*=0; }",
		  "9-38 Type mismatch for $b: trying to assign value of type 'string[7]' when variable already has a type 'string[5]'\n"
		  "40-56 Type mismatch for $f: trying to assign value of type 'int8' when variable already has a type 'bool'\n"
		  "58-77 Type mismatch for $g: trying to assign value of type 'bool' when variable already has a type 'int8'\n"
		  "79-98 Type mismatch for $h: trying to assign value of type 'int16' when variable already has a type 'uint8'\n"
		  "100-118 Type mismatch for $i: trying to assign value of type 'int8' when variable already has a type 'uint8'\n"
		  "120-136 Type mismatch for $k: trying to assign value of type 'int8' when variable already has a type 'int8 *'" },
		{ "begin { $x = print(1); @y = print(1); @h = hist(1); $z = @h; }",
		  "9-22 Value 'void' cannot be assigned to a scratch variable.\n"
		  "24-37 Value 'void' cannot be assigned to a map.\n"
		  "53-60 Value 'hist_t' cannot be assigned to a scratch variable." },
		{ "begin { $x = nope; nope(); $z = nope + 1; }",
		  "14-18 Unknown identifier: 'nope'\n"
		  "20-26 Unknown function: 'nope'\n"
		  "33-37 Unknown identifier: 'nope'" },
		{ "fn f($p: int64): void { $p = \"a\"; let $p; } begin { }",
		  "25-33 Type mismatch for $p: trying to assign value of type 'string[2]' when variable already has a type 'int64'\n"
		  "35-41 Variable $p was already declared. Variable shadowing is not allowed.\n"
		  "+ 6-8 This is the function parameter." },
	};
	MESSAGES(cases);
}

TEST(sema_map_messages)
{
	static const struct sema_case cases[] = {
		{ "begin { @x = 1; @x = \"a\"; @y[1] = 1; @y[\"a\"] = 2; @z = count(); @z = 5; @w = 5; @w = count();}",
		  "17-25 Type mismatch for @x: trying to assign value of type 'string[2]' when map already has a type 'int8'\n"
		  "38-45 Argument mismatch for @y: trying to access with arguments: 'string[2]' when map expects arguments: 'int8'\n"
		  "65-71 Type mismatch for @z: trying to assign value of type 'int8' when map already has a type 'count_t'\n"
		  "86-93 Type mismatch for @w: trying to assign value of type 'count_t' when map already has a type 'int8'" },
		{ "begin { @m[1,2] = 1; @m[1] = 2; @n[(1,2),3] = 1; @n[1,2,3] = 2; @[\"a\"]++; @[1]++; }",
		  "22-27 Argument mismatch for @m: trying to access with arguments: 'int8' when map expects arguments: '(int8,int8)'\n"
		  "50-59 Argument mismatch for @n: trying to access with arguments: '(int8,int8,int8)' when map expects arguments: '((int8,int8),int8)'\n"
		  "75-79 Argument mismatch for @: trying to access with arguments: 'int8' when map expects arguments: 'string[2]'" },
		{ "begin { @m[1] = 1; print(@m); @m = 5; @s = 1; @s[1] = 1; }",
		  "31-33 @m used as a map without an explicit key (scalar map), previously used with an explicit key (non-scalar map)\n"
		  "47-52 @s used as a map with an explicit key (non-scalar map), previously used without an explicit key (scalar map)" },
		{ "begin { print(@x); clear(@y); print(@z[1]); }",
		  "15-17 Undefined map: @x\n"
		  "26-28 Undefined map: @y" },
		{ "begin { @x = count(); @y = @x; @h = hist(1); @z = @h; }",
		  "23-30 Map value 'count_t' cannot be assigned from one map to another. The function that returns this type must be called directly e.g. `@y = count();`.\n"
		  "HINT: Add a cast to integer if you want the value of the aggregate, e.g. `@y = (int64)@x;`.\n"
		  "46-53 Map value 'hist_t' cannot be assigned from one map to another. The function that returns this type must be called directly e.g. `@z = hist(retval);`." },
		{ "begin { @c = count(); @c++; @d = count(); @d += 1; }",
		  "23-27 Type mismatch for @c: trying to assign value of type 'uint64' when map already has a type 'count_t'\n"
		  "43-50 Type mismatch for @d: trying to assign value of type 'uint64' when map already has a type 'count_t'" },
		{ "begin { @[print(1)] = 1; @h = hist(1); @k[@h] = 1; $t = (1, @h); $r = (a=@h); }",
		  "9-20 Value 'void' cannot be used as a map key.\n"
		  "40-46 Value 'hist_t' cannot be used as a map key.\n"
		  "61-63 Map type hist_t cannot exist inside a tuple.\n"
		  "74-76 Map type hist_t cannot exist inside a record." },
		{ "begin { @x = (1, count()); $x = count(); count(); @a = sum(); @b = sum(\"a\"); @d = count(1); }",
		  "18-25 count() must be assigned directly to a map\n"
		  "33-40 count() must be assigned directly to a map\n"
		  "42-49 count() must be assigned directly to a map\n"
		  "56-61 sum() requires one argument (0 provided)\n"
		  "68-76 sum() only supports integer arguments (string provided)\n"
		  "83-91 count() requires no arguments (1 provided)" },
		{ "begin { @h = hist(5); @h = hist(5, 2); }",
		  "28-38 Different bits in a single hist unsupported" },
		{ "begin { @s = stats(1); $x = @s + 1; if (@s) {} $z = (int64)@s; print(@s.count); }",
		  "29-35 Type mismatch for '+': comparing stats_t with int64\n"
		  "+ 29-31 left (stats_t)\n"
		  "+ 34-35 right (int64)\n"
		  "37-47 Invalid condition: stats_t\n"
		  "53-60 Cannot cast from \"stats_t\" to \"int64\"\n"
		  "70-78 Can not access field 'count' on expression of type 'stats_t'" },
		{ "let @a = hash(5); let @b = lruhash(3); let @c = percpuhash(5); let @d = foo(5); begin { @a = count(); @c = 5; }",
		  "19-39 Unused map: @b\n"
		  "64-80 Invalid bpf map type: foo\n"
		  "HINT: Valid map types: percpulruhash, percpuhash, lruhash, hash\n"
		  "64-80 Unused map: @d\n"
		  "89-91 Incompatible map types. Type from declaration: hash. Type from value/key type: percpuhash\n"
		  "103-105 Incompatible map types. Type from declaration: percpuhash. Type from value/key type: hash" },
		{ "let @b = lruhash(3); begin { print(@b); }",
		  "36-38 Undefined map: @b" },
	};
	MESSAGES(cases);
}

TEST(sema_cast_messages)
{
	static const struct sema_case cases[] = {
		{ "begin { $x = (int64)\"abc\"; $y = (enum nope)5; $z = (string[5])5; $w = (int8)(1, 2); $v = (uint8[16])nsecs; }",
		  "14-21 Cannot cast from \"string[4]\" to \"int64\"\n"
		  "33-44 Unknown enum: nope\n"
		  "52-63 Cannot cast from \"int8\" to \"string[5]\"\n"
		  "71-77 Cannot cast from \"(int8,int8)\" to \"int8\"\n"
		  "90-101 Cannot cast from \"uint64\" to \"uint8[16]\"" },
		{ "begin { $y = (int8)nsecs; $x = (int8)$y; $z = (int8)5; }",
		  "47-53 Unnecessary cast: expression is already of type int8\n"
		  "32-38 Unnecessary cast: expression is already of type int8" },
		{ "enum E { A, B } begin { $x = (enum E)1; $y = (enum E)5; }",
		  "46-54 Enum: E doesn't contain a variant value of 5" },
		{ "struct foo { int a; } kprobe:f { $p = (struct foo *)arg0; $x = (int64)*$p; $y = (struct foo)5; }",
		  "64-71 Cannot cast from C type \"struct foo\"\n"
		  "81-93 Cannot cast from \"int8\" to \"struct foo\"" },
	};
	MESSAGES(cases);
}

TEST(sema_introspection_messages)
{
	static const struct sema_case cases[] = {
		{ "begin { let $x: typeof($y); $y = 5; }",
		  "24-26 Undefined or undeclared variable: $y\n"
		  "9-15 Variable $x was never assigned to." },
		{ "begin { $y = 5; if comptime (sizeof($y) == 1) { $y = nsecs; } }",
		  "49-59 Type mismatch for $y: this type has been locked because it was used in another part of the type graph that was already resolved (e.g. `sizeof`, `typeinfo`, etc.). The new type 'uint64' doesn't fit into the locked type 'int8'" },
		{ "begin { $x = offsetof(int8, a); $y = sizeof(nope); $z = typeinfo(5); $w = sizeof(@undef); }",
		  "14-31 'int8' is not a C type.\n"
		  "45-49 Unknown identifier: 'nope'\n"
		  "57-68 typeinfo feature is not enabled by default. To enable this unstable feature, set the config flag to enable. unstable_typeinfo=enable\n"
		  "82-88 Undefined map: @undef" },
		{ "struct foo { int a; } begin { $x = offsetof(struct foo, b); }",
		  "36-59 'struct foo' has no field named 'b'" },
	};
	MESSAGES(cases);
}

TEST(sema_call_messages)
{
	static const struct sema_case cases[] = {
		{ "begin { printf(\"%d\"); printf(\"%d\", \"a\"); printf(\"%d\", 1, 2); printf(\"%f\", 1); printf(\"%s\", print(1)); printf(\"%r\", 5); printf(\"%d\", (1,2)); }",
		  "9-21 not enough arguments for format string (0 supplied, 1 expected)\n"
		  "23-40 unsupported format specifier for type 'string[2]': d\n"
		  "42-60 too many arguments for format string (2 supplied, 1 expected)\n"
		  "62-77 unsupported format specifier: f\n"
		  "79-101 unable to print none type for specifier: s\n"
		  "103-118 unsupported format specifier for type 'int8': r\n"
		  "120-139 unsupported format specifier for type '(int8,int8)': d" },
		{ "begin { printf(comm); printf(5); printf(); @c = count(); printf(\"%s %d\", @c, @c); printf(\"%d %d %x\", (int8*)0, true, -1); }",
		  "9-21 printf() expects a string literal (string provided)\n"
		  "23-32 printf() expects a string literal (int provided)\n"
		  "34-42 printf() requires at least one argument (0 provided)\n"
		  "58-81 unsupported format specifier for type 'count_t': d" },
		{ "begin { exit(\"a\"); exit(1,2); print(); clear(); clear(@x, 1); print(1, 2, 3, 4); }",
		  "9-18 exit() only supports int arguments (string provided)\n"
		  "20-29 exit() takes up to one argument (2 provided)\n"
		  "31-38 print() requires at least one argument (0 provided)\n"
		  "40-47 clear() requires one argument (0 provided)\n"
		  "55-57 Undefined map: @x\n"
		  "49-61 clear() requires one argument (2 provided)\n"
		  "63-80 print() takes up to 3 arguments (4 provided)\n"
		  "20-30 Unreachable statement." },
		{ "begin { arg0; pid; }",
		  "9-13 The arg0 builtin can only be used with 'kprobes', 'uprobes' and 'usdt' probes\n"
		  "15-18 Return value discarded." },
		{ "fn f($a: int64, $b: string[3]): int64 { return $a; } begin { f(1); _ = f(\"x\", \"ab\"); _ = f(1, \"abcdef\"); $x = f(2, \"a\"); }",
		  "62-66 Function `f` requires 2 arguments, got only 1\n"
		  "74-77 Expected int64 for argument `a` got string[2]\n"
		  "95-103 Expected string[3] for argument `b` got string[7]" },
	};
	MESSAGES(cases);
}

TEST(sema_return_messages)
{
	static const struct sema_case cases[] = {
		{ "begin { return \"abc\"; }",
		  "9-22 Probe return values can only be integers. Found string[4]" },
		{ "begin { return true; }",
		  "9-21 Probe return values can only be integers. Found bool" },
		{ "begin { return 5; print(1); print(2); }",
		  "19-28 Unreachable statement." },
		{ "begin { print(1); exit(); print(2); }",
		  "27-36 Unreachable statement." },
		{ "fn f($a: int64): int64 { return \"abc\"; } fn g(): uint8 { return; } fn h(): void { return 5; } begin { }",
		  "26-39 Function f is of type int64, cannot return string[4]\n"
		  "58-65 Function g is of type uint8, cannot return void\n"
		  "83-92 Function h is of type void, cannot return int8" },
		{ "fn f($a: int64): int64 { if ($a) { return 1; } } fn g($a: int64): int64 { if ($a) { return 1; } else { return 2; } } begin { }",
		  "48-48 Function f is of type int64, cannot return void" },
		{ "fn f(): void { f(); } fn g(): void { h(); } fn h(): void { g(); } begin { }",
		  "4-5 Recursive function call detected: f\n"
		  "26-27 Recursive function call detected: g\n"
		  "48-49 Recursive function call detected: h" },
	};
	MESSAGES(cases);
}

TEST(sema_discard_messages)
{
	static const struct sema_case cases[] = {
		{ "begin { 1; pid; \"a\"; has_key(@m,1); @m[1] = 1; $x = 1; $x; $x++; @m[1]++; $x + 1; _ = 5; print(1); (1,2); }",
		  "9-10 Return value discarded.\n"
		  "12-15 Return value discarded.\n"
		  "17-20 Return value discarded.\n"
		  "22-35 Return value discarded.\n"
		  "56-58 Return value discarded.\n"
		  "75-81 Return value discarded.\n"
		  "100-105 Return value discarded." },
		{ "begin { @x[1]=1; if (pid) { has_key(@x,1) } else { \"a\" } { 5 } unroll(2) { 6 } }",
		  "29-42 Return value discarded.\n"
		  "52-55 Return value discarded.\n"
		  "60-61 Return value discarded.\n"
		  "76-77 Return value discarded." },
	};
	MESSAGES(cases);
}

TEST(sema_sign_messages)
{
	static const struct sema_case cases[] = {
		{ "begin { @start[tid] = nsecs; $d = nsecs - @start[tid]; @h = hist($d); @s = sum($d / 1000); if ($d > nsecs) { } @ns = nsecs - 5; @ns = nsecs; }",
		  "" },
		{ "begin { $m = (int64)pid; $n = nsecs + $m; $o = nsecs == $m; $p = nsecs - $m; $q = nsecs + (-5); $r = nsecs / $m; $s = $m / 2; }",
		  "31-36 Expression of type: uint64 being cast to type: int64. This may cause unexpected results. Use an explicit cast to suppress this warning.\n"
		  "48-53 Expression of type: uint64 being cast to type: int64. This may cause unexpected results. Use an explicit cast to suppress this warning.\n"
		  "102-112 signed operands for '/' can lead to undefined behavior (cast to unsigned to silence warning)" },
		{ "begin { $x = nsecs; $x = -5; @m[nsecs] = 1; @m[-1] = 2; }",
		  "14-19 Expression of type: uint64 being cast to type: int64. This may cause unexpected results. Use an explicit cast to suppress this warning.\n"
		  "33-38 Expression of type: uint64 being cast to type: int64. This may cause unexpected results. Use an explicit cast to suppress this warning." },
		{ "begin { let $x: uint8 = 1; $x = pid; $x += 1; let $y: uint64 = nsecs - 5; let $z: int32 = (int64)5; }",
		  "33-36 Expression of type: uint32 being cast to type: uint8. This may cause unexpected results. Use an explicit cast to suppress this warning.\n"
		  "41-45 Expression of type: uint64 being cast to type: uint8. This may cause unexpected results. Use an explicit cast to suppress this warning." },
		{ "begin { $a = 5; $b = $a; $b = nsecs; }",
		  "" },
	};
	MESSAGES(cases);
}

TEST(sema_fold_messages)
{
	static const struct sema_case cases[] = {
		{ "begin { $a = 1 / 0; $b = 1 % 0; $c = 1 << 64; $d = 0xffffffffffffffff + 1; $e = -9223372036854775807 - 2; $f = 1 << -1; }",
		  "14-19 unable to fold literals due to overflow or underflow\n"
		  "26-31 unable to fold literals due to overflow or underflow\n"
		  "38-45 unable to fold literals due to overflow or underflow\n"
		  "52-74 unable to fold literals due to overflow or underflow\n"
		  "81-105 unable to fold literals due to overflow or underflow\n"
		  "112-119 unable to fold literals due to overflow or underflow" },
		{ "begin { $a = -1 + 0xffffffffffffffff; $b = 0xffffffffffffffff * -1; $c = -1 < 0xffffffffffffffff; $d = -9223372036854775808 / -1; }",
		  "14-37 unable to fold literals due to overflow or underflow\n"
		  "44-67 unable to fold literals due to overflow or underflow\n"
		  "74-97 unable to fold literals due to overflow or underflow\n"
		  "104-129 unable to fold literals due to overflow or underflow" },
		{ "begin { $a = \"ab\" + 5; }",
		  "14-22 literal string will always be empty" },
		{ "config = { max_strlen = 8 } begin { $a = \"12345678\"; printf(\"123456789\"); $b = \"1234567\"; }",
		  "42-52 String is too long (over 8 bytes): 12345678" },
	};
	MESSAGES(cases);
}
