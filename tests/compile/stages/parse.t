Syntax: what is written, as the parser understood it. Names need not exist: later stages refuse some of these programs.
--- args
--traceable-functions functions
=== every item of a script in its order
#!/usr/bin/env sonde
#include "types.h"
#define LIMIT 5
struct point { int x; struct { char y; } in; } __attribute__((packed));
enum color { RED, GREEN = 5 };
config = { max_strlen = 64; stack_mode = perf; missing_probes = "warn"; print_maps_on_exit = false; }
import "lib.bt";
let @m = lruhash(10);
macro add(@store, $v, e) { @store[e] = sum($v); $v * 2 }
fn f($a: int64, $s: string[8]): int64 { return $a; }
name=begin, end { }
kprobe:vfs_*, t:a:b*, /pid == 1 && comm != "x"/ { print(1) }
--- parse
AST after: parser
-------------------
#!/usr/bin/env sonde
#include "types.h"
#define LIMIT 5
struct point { int x; struct { char y; } in; } __attribute__((packed));
enum color { RED, GREEN = 5 };
config = {
  max_strlen = 64;
  stack_mode = perf;
  missing_probes = "warn";
  print_maps_on_exit = false;
}
import "lib.bt";

let @m = lruhash(10);

macro add(@store, $v, e)
{
  @store[e] = sum($v);
  $v * 2
}

fn f($a : int64, $s : string[8]) : int64
{
  return $a;
}

name=begin,
end
{}

kprobe:vfs_*,
t:a:b*
/(pid == 1) && (comm != "x")/
{
  print(1)
}

=== precedence and associativity
begin {
	$a = 1 + 2 * 3 - 4 / 2 % 5;
	$b = 1 << 2 + 1 | 3 & 4 ^ 5;
	$c = 1 < 2 == 3 >= 4 && 5 != 6 || !7;
	$d = $a ? $b ? 1 : 2 : $c ?: 3;
	$e = -~-1 + *$p + $a.x->y.0[1];
	$f = (uint8)$a + (struct s *)$b->c;
	$g = 5 & 3 == 1;
	++$a; $a--;
}
--- exit
1
--- parse
AST after: parser
-------------------


begin
{
  $a = (1 + (2 * 3)) - ((4 / 2) % 5);
  $b = (1 << (2 + 1)) | ((3 & 4) ^ 5);
  $c = (((1 < 2) == (3 >= 4)) && (5 != 6)) || !7;
  $d = $a ? ($b ? 1 : 2) : ($c ?: 3);
  $e = (-~-1 + *$p) + $a.x->y.0[1];
  $f = (uint8)$a + (struct s *)$b->c;
  $g = 5 & (3 == 1);
  ++$a;
  $a--;
}

=== literals
begin {
	print((0x1F, 0755, 1_000, 1e6, 5ms, 1e3us, 5ull, -9223372036854775808, 18446744073709551615));
	print("tab\t quote\" backslash\\ bell\007 hex\x41 end\n");
	print((true, false, (1,), (), (a=1, b="c"), $1, $#));
}
--- exit
1
--- parse
AST after: parser
-------------------


begin
{
  print((0x1F, 0755, 1_000, 1e6, 5ms, 1e3us, 5ull, -9223372036854775808,
         18446744073709551615));
  print("tab\t quote\" backslash\\ bell\007 hexA end\n");
  print((true, false, (1,), (), (a = 1, b = "c"), $1, $#));
}

=== statements and blocks as values
begin {
	let $x; let $y: uint8 = 5; let $z: struct s *[4];
	$x = if ($y > 3) { "big" } else if ($y == 0) { "none" } else { "small" };
	$b = { let $t = 1; $t * 2 };
	for $i : 0..$n { continue; }
	for ($kv : @m) { break }
	while ($x) { $x -= 1; }
	unroll(3) { @a[1, "k"] <<= 2; }
	unroll $1 { }
	if comptime (sizeof(uint8) == 1) { return 5; } else { return; }
	_ = f(1);
	@ = count();
	{ print(1); }
	@last
}
--- exit
1
--- parse
AST after: parser
-------------------


begin
{
  let $x;
  let $y : uint8 = 5;
  let $z : struct s *[4];
  $x = if ($y > 3) {
    "big"
  } else if ($y == 0) {
    "none"
  } else {
    "small"
  };
  $b = {
    let $t = 1;
    $t * 2
  };
  for $i : 0..$n {
    continue;
  }
  for $kv : @m {
    break
  }
  while ($x) {
    $x -= 1;
  }
  unroll (3) {
    @a[1, "k"] <<= 2;
  }
  unroll ($1) {}
  if comptime (sizeof(uint8) == 1) {
    return 5;
  } else {
    return;
  }
  _ = f(1);
  @ = count();
  {
    print(1);
  }
  @last
}

=== type queries
begin {
	print((sizeof(struct s *), sizeof(uint8[4]), offsetof(struct s, a.b.c), typeinfo(int8*[4])));
	let $x: typeof(@m[1]) = 1;
	m(typeof(uint64));
	print(sizeof($x + 1));
}
--- exit
1
--- parse
AST after: parser
-------------------


begin
{
  print((sizeof(struct s *), sizeof(uint8[4]), offsetof(struct s, a.b.c),
         typeinfo(int8 *[4])));
  let $x : typeof(@m[1]) = 1;
  m(typeof(uint64));
  print(sizeof($x + 1));
}

=== comments and odd white space
// before
begin/*a*/{//b
print(1)	;/* c
d */print("/* not a comment */");
}
--- parse
AST after: parser
-------------------


begin
{
  print(1);
  print("/* not a comment */");
}

=== attach points keep their text
kprobe:mod:fn+0x10, uprobe:/bin/a-b.so:"main(int, char)"+4, k:$1, watchpoint:0x10:8:rw, *probe:x* { }
--- exit
1
--- parse
AST after: parser
-------------------


kprobe:mod:fn+0x10,
uprobe:/bin/a-b.so:"main(int, char)"+4,
k:$1,
watchpoint:0x10:8:rw,
*probe:x*
{}

