/* The table of operators: spelling and binding strength. */
#include "lang/parse.h"

static const struct {
	const char *text;
	uint8_t precedence; /* of binary operators, higher binds tighter; 0: not binary */
} operators[OP_COUNT] = {
	[OP_NONE] = { "", 0 },	  [OP_LOR] = { "||", 1 },  [OP_LAND] = { "&&", 2 }, [OP_OR] = { "|", 3 },
	[OP_XOR] = { "^", 4 },	  [OP_AND] = { "&", 5 },   [OP_EQ] = { "==", 6 },   [OP_NE] = { "!=", 6 },
	[OP_LT] = { "<", 7 },	  [OP_GT] = { ">", 7 },	   [OP_LE] = { "<=", 7 },   [OP_GE] = { ">=", 7 },
	[OP_SHL] = { "<<", 8 },	  [OP_SHR] = { ">>", 8 },  [OP_ADD] = { "+", 9 },   [OP_SUB] = { "-", 9 },
	[OP_MUL] = { "*", 10 },	  [OP_DIV] = { "/", 10 },  [OP_MOD] = { "%", 10 },  [OP_NEG] = { "-", 0 },
	[OP_NOT] = { "!", 0 },	  [OP_BITNOT] = { "~", 0 }, [OP_DEREF] = { "*", 0 }, [OP_ADDROF] = { "&", 0 },
	[OP_INC] = { "++", 0 },	  [OP_DEC] = { "--", 0 },
};

const char *op_text(enum op op)
{
	return operators[op].text;
}

unsigned op_precedence(enum op op)
{
	return operators[op].precedence;
}

/* Two characters before one, so that the longest spelling wins. */
static const enum op match_order[] = {
	OP_LOR, OP_LAND, OP_EQ, OP_NE, OP_LE, OP_GE, OP_SHL, OP_SHR, OP_OR, OP_XOR,
	OP_AND, OP_LT, OP_GT, OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_MOD,
};

static bool text_at(const char *text, size_t len, const char *what)
{
	size_t n = strlen(what);
	return n <= len && !memcmp(text, what, n);
}

enum op op_match_binary(const char *text, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(match_order); i++)
		if (text_at(text, len, operators[match_order[i]].text))
			return match_order[i];
	return OP_NONE;
}

/* Operators that have a form with '=' behind them. */
bool op_is_assignable(enum op op)
{
	unsigned p = op_precedence(op);
	return p >= 8 || (p >= 3 && p <= 5);
}
