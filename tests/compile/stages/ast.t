The tree after macros, #defines, imports and parameters took effect.
--- args
7 text 0b101 -- -9
=== parameters become literals
begin { print(($1, str($2), $3, $4, str($5), $#)); }
--- ast
AST after: expansion
-------------------


begin
{
  print((7, str("text"), 5, -9, str(0), 4));
}

=== a macro's variables are private, its $ and @ parameters are the caller's
macro bump(@store, $v, amount) {
	let $tmp = amount;
	$v += $tmp;
	@store[$v] = count();
	$tmp
}
begin { $v = 1; $tmp = bump(@m, $v, 5); print($tmp + bump(@n, $v, $v)); }
--- ast
AST after: expansion
-------------------


macro bump(@store, $v, amount)
{
  let $tmp = amount;
  $v += $tmp;
  @store[$v] = count();
  $tmp
}

begin
{
  $v = 1;
  $tmp = {
    let $__bump_tmp_1 = 5;
    $v += $__bump_tmp_1;
    @m[$v] = count();
    $__bump_tmp_1
  };
  print($tmp + ({
    let $__bump_tmp_2 = $v;
    $v += $__bump_tmp_2;
    @n[$v] = count();
    $__bump_tmp_2
  }));
}

=== the definition is chosen by the number and the kinds of the arguments
macro k($x) { "variable" }
macro k(x) { "expression" }
macro k(x, y) { "two" }
begin { $v = 1; print((k($v), k(1), k(1, 2))); }
--- ast
AST after: expansion
-------------------


macro k($x)
{
  "variable"
}

macro k(x)
{
  "expression"
}

macro k(x, y)
{
  "two"
}

begin
{
  $v = 1;
  print(("variable", "expression", "two"));
}

=== macros call macros, and the library's
macro twice(x) { once(x) + once(x) }
macro once(y) { y * 10 }
begin { print(twice(1)); assert(pid > 0, "no pid"); print(strcontains("ab", "b")); }
--- ast
AST after: expansion
-------------------


macro twice(x)
{
  once(x) + once(x)
}

macro once(y)
{
  y * 10
}

begin
{
  print((1 * 10) + (1 * 10));
  {
    if (pid > 0) {} else {
      errorf("assert failed: %s", "no pid");
      exit(1);
    }
  }
  print(strstr("ab", "b") >= 0);
}

=== a macro of the script comes before the library's of the same name
macro strcontains(a, b) { "mine" }
begin { print(strcontains("ab", "b")); }
--- ast
AST after: expansion
-------------------


macro strcontains(a, b)
{
  "mine"
}

begin
{
  print("mine");
}

=== a type as argument
macro size_of(T) { sizeof(T) }
macro at(p, T) { *(T*)p }
begin { print(size_of(typeof(uint64))); print(at(0, typeof(struct task_struct))); }
--- ast
AST after: expansion
-------------------


macro size_of(T)
{
  sizeof(T)
}

macro at(p, T)
{
  *(T *)p
}

begin
{
  print(sizeof(typeof(uint64)));
  print(*(typeof(struct task_struct) *)0);
}

=== #define is one operand, and chains
#define SUM 1 + 2
#define TWICE SUM * 2
#ifdef SUM
#define TEXT "defined"
#else
#define TEXT "not defined"
#endif
begin { print(TWICE * SUM); print(TEXT); }
--- ast
AST after: expansion
-------------------

#define SUM 1 + 2
#define TWICE SUM * 2
#ifdef SUM
#define TEXT "defined"
#else
#define TEXT "not defined"
#endif

begin
{
  print(((1 + 2) * 2) * (1 + 2));
  print("defined");
}

=== what an import brings
import "lib.bt";
begin { print(double(4)); print(sizeof(struct imported)); @shared[2] = 1; }
--- ast
AST after: expansion
-------------------

struct imported { int a; long b; };
import "lib.bt";

let @shared = hash(10);

macro double(x)
{
  x * 2
}

begin
{
  @shared[1] = 21 * 2;
}

begin
{
  print(4 * 2);
  print(sizeof(struct imported));
  @shared[2] = 1;
}

=== what a header brings
#include "types.h"
begin { print((HEADER_CONSTANT, HEADER_ENUM, sizeof(struct from_header))); }
--- ast
AST after: expansion
-------------------

#include "types.h"

begin
{
  print((42, HEADER_ENUM, sizeof(struct from_header)));
}

