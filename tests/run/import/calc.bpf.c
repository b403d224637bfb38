/* Functions that scripts import; `make golden-fixtures` compiles them to calc.bpf.o. */
typedef unsigned char u8;
typedef unsigned long long u64;

struct pair {
	int a, b;
};

/* Needs a stack of its own. */
static __attribute__((noinline)) int pick(int x, int y)
{
	int z[8];

	for (int i = 0; i < 8; i++)
		z[i] = x * i + y;
	return z[(unsigned)y & 7];
}

int add(int a, int b) { return a + b; }
int minus(int a) { return -a; }
int both_ways(int a, int b) { return pick(a, b) + pick(b, a); }
u8 low(u64 v) { return v; }
_Bool is_even(u64 v) { return v % 2 == 0; }
int second(struct pair *p) { return p->b; }

/* What cannot come along: data, and a function that uses it. */
int counter;
__attribute__((noinline)) int bump(void) { return ++counter; }
int bump_twice(void) { return bump() + bump(); }
