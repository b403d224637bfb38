/*
 * Reads back what ir_print wrote, line by line. Names of values, blocks and functions may be used before the line that
 * defines them: an instruction notes what it named, and the notes are resolved at the end of its function (functions:
 * at once, as placeholders that their header fills in). Predecessors get the order in which the first phi of the block
 * lists them, so a module that is printed again reads the same.
 */
#include "ir/text.h"

#include <ctype.h>
#include <linux/bpf.h>
#include <setjmp.h>
#include <stdlib.h>

struct value_note {
	struct ir_insn *insn;
	uint32_t arg, id, line;
};

struct block_note {
	struct ir_block *from;
	uint32_t succ, id, line;
};

struct phi_note {
	struct ir_insn *phi;
	uint32_t line;
	VEC(uint32_t) blocks;
	VEC(uint32_t) values;
};

struct parser {
	struct arena *arena;
	struct ir_module *m;
	struct ir_func *f;
	struct ir_block *b;
	const char *at;
	uint32_t line, headers;
	VEC(struct ir_insn *) values; /* of the function, by id */
	VEC(struct ir_block *) blocks;
	VEC(struct value_note) value_notes;
	VEC(struct block_note) block_notes;
	VEC(struct phi_note) phi_notes;
	const char *message;
	jmp_buf out;
};

static _Noreturn void fail(struct parser *p, const char *fmt, ...) PRINTF_LIKE(2, 3);
static void fail(struct parser *p, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	p->message = arena_sprintf(p->arena, "line %u: %s", p->line, arena_vsprintf(p->arena, fmt, ap));
	va_end(ap);
	longjmp(p->out, 1);
}

/* ---- tokens ---- */

static void skip_blanks(struct parser *p)
{
	while (*p->at == ' ' || *p->at == '\t')
		p->at++;
	if (*p->at == ';')
		p->at += strcspn(p->at, "\n");
}

static bool accept(struct parser *p, const char *text)
{
	size_t n = strlen(text);

	skip_blanks(p);
	if (strncmp(p->at, text, n))
		return false;
	if (isalnum((unsigned char)text[n - 1]) && (isalnum((unsigned char)p->at[n]) || p->at[n] == '_'))
		return false;
	p->at += n;
	return true;
}

static void expect(struct parser *p, const char *text)
{
	if (!accept(p, text))
		fail(p, "`%s` expected before `%.*s`", text, (int)strcspn(p->at, "\n"), p->at);
}

static const char *parse_word(struct parser *p)
{
	size_t n = 0;

	skip_blanks(p);
	while (isalnum((unsigned char)p->at[n]) || p->at[n] == '_')
		n++;
	if (!n)
		fail(p, "a word expected before `%.*s`", (int)strcspn(p->at, "\n"), p->at);
	p->at += n;
	return arena_strndup(p->arena, p->at - n, n);
}

static int64_t parse_number(struct parser *p)
{
	char *end;
	uint64_t n;
	bool minus;

	skip_blanks(p);
	minus = *p->at == '-';
	n = strtoull(p->at + minus, &end, 0);
	if (end == p->at + minus)
		fail(p, "a number expected before `%.*s`", (int)strcspn(p->at, "\n"), p->at);
	p->at = end;
	return minus ? -n : n;
}

static const char *parse_string(struct parser *p)
{
	size_t n;

	expect(p, "\"");
	n = strcspn(p->at, "\"\n");
	if (p->at[n] != '"')
		fail(p, "text without end");
	p->at += n + 1;
	return arena_strndup(p->arena, p->at - n - 1, n);
}

/* A name like %12, b3, s0: the letter, then the number. */
static uint32_t parse_ref(struct parser *p, char letter)
{
	skip_blanks(p);
	if (*p->at != letter || !isdigit((unsigned char)p->at[1]))
		fail(p, "`%c` and a number expected before `%.*s`", letter, (int)strcspn(p->at, "\n"), p->at);
	p->at++;
	return parse_number(p);
}

/* The optional ` + 8` or ` - 8` after an address. */
static int64_t parse_offset(struct parser *p)
{
	if (accept(p, "+"))
		return parse_number(p);
	if (accept(p, "-"))
		return -(uint64_t)parse_number(p);
	return 0;
}

static int find_name(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (names[i] && !strcmp(names[i], name))
			return i;
	return -1;
}

/* ---- instructions ---- */

static void note_value(struct parser *p, struct ir_insn *insn, uint32_t arg)
{
	struct value_note note = { insn, arg, parse_ref(p, '%'), p->line };

	vec_push(p->arena, &p->value_notes, note);
}

static void note_block(struct parser *p, uint32_t succ)
{
	struct block_note note = { p->b, succ, parse_ref(p, 'b'), p->line };

	vec_push(p->arena, &p->block_notes, note);
}

static void parse_values(struct parser *p, struct ir_insn *insn)
{
	for (uint32_t i = 0; i < insn->arg_count; i++) {
		if (i)
			expect(p, ",");
		note_value(p, insn, i);
	}
}

/* The number of arguments of a call is counted before they are read, as the instruction needs it. */
static uint32_t count_call_args(struct parser *p)
{
	size_t end = strcspn(p->at, ")\n");
	uint32_t n = 0;

	for (size_t i = 0; i < end; i++)
		n += p->at[i] == '%';
	return n;
}

static void parse_phi(struct parser *p, struct ir_insn *phi)
{
	struct phi_note note = { .phi = phi, .line = p->line };

	do {
		uint32_t block = parse_ref(p, 'b');

		vec_push(p->arena, &note.blocks, block);
		expect(p, ":");
		block = parse_ref(p, '%');
		vec_push(p->arena, &note.values, block);
	} while (accept(p, ","));
	vec_push(p->arena, &p->phi_notes, note);
}

static int64_t parse_bits(struct parser *p)
{
	int64_t bits = 0;
	const struct ir_bit_name *n;

	do {
		for (n = ir_bit_names; n->name; n++)
			if (accept(p, n->name)) {
				bits |= n->bit;
				break;
			}
	} while (n->name);
	return bits;
}

static void parse_memory(struct parser *p, struct ir_insn *insn)
{
	int64_t off;

	insn->imm2 = parse_number(p);
	expect(p, ",");
	note_value(p, insn, 0);
	insn->imm = parse_offset(p);
	switch (ir_forms[insn->op]) {
	case FORM_LOAD:
		insn->imm2 |= parse_bits(p);
		break;
	case FORM_STORE:
		expect(p, ",");
		note_value(p, insn, 1);
		break;
	case FORM_MEMCPY:
		expect(p, ",");
		note_value(p, insn, 1);
		off = parse_offset(p);
		insn->imm = ir_memcpy_imm(insn->imm, off);
		break;
	default: break;
	}
}

static struct ir_func *func_at(struct parser *p, uint32_t index)
{
	if (index > 10000)
		fail(p, "function f%u", index);
	while (p->m->funcs.len <= index)
		ir_func_new(p->m, "", IR_FUNC_SUBPROG, 0);
	return p->m->funcs.data[index];
}

static void parse_operands(struct parser *p, struct ir_insn *insn)
{
	switch (ir_forms[insn->op]) {
	case FORM_NONE: break;
	case FORM_ARGS: parse_values(p, insn); break;
	case FORM_IMM: insn->imm = parse_number(p); break;
	case FORM_WIDTH:
		insn->imm = parse_number(p);
		expect(p, ",");
		parse_values(p, insn);
		break;
	case FORM_SLOT: insn->imm = parse_ref(p, 's'); break;
	case FORM_MAP: insn->imm = parse_ref(p, 'm'); break;
	case FORM_MAP_OFF:
		insn->imm = parse_ref(p, 'm');
		insn->imm2 = parse_offset(p);
		break;
	case FORM_FUNC: insn->imm = func_at(p, parse_ref(p, 'f'))->index; break;
	case FORM_PHI: parse_phi(p, insn); break;
	case FORM_BR: note_block(p, 0); break;
	case FORM_CONDBR:
		note_value(p, insn, 0);
		expect(p, ",");
		note_block(p, 0);
		expect(p, ",");
		note_block(p, 1);
		break;
	default: parse_memory(p, insn); break;
	}
}

static int64_t parse_helper(struct parser *p)
{
	const char *name = parse_word(p);
	int n;

	if (isdigit((unsigned char)*name))
		return atoi(name);
	n = find_name(ir_helper_names, ir_helper_count, name);
	if (n < 0)
		fail(p, "no helper `%s`", name);
	return n;
}

static struct ir_insn *parse_call(struct parser *p, enum ir_op op)
{
	int64_t imm = 0, imm2 = 0;
	struct ir_insn *insn;

	if (ir_forms[op] == FORM_HELPER) {
		imm2 = accept(p, "pure") ? IR_CALL_PURE : 0;
		imm = parse_helper(p);
	} else if (ir_forms[op] == FORM_KFUNC) {
		imm = parse_number(p);
	} else {
		imm = func_at(p, parse_ref(p, 'f'))->index;
	}
	expect(p, "(");
	insn = ir_insn_new(p->f, op, count_call_args(p), NULL);
	insn->imm = imm;
	insn->imm2 = imm2;
	parse_values(p, insn);
	expect(p, ")");
	return insn;
}

static enum ir_op parse_op(struct parser *p)
{
	const char *name = parse_word(p);

	for (int op = 0; op < IR_OP_COUNT; op++)
		if (!strcmp(ir_ops[op].name, name))
			return op;
	fail(p, "no operation `%s`", name);
}

static bool is_call_form(enum ir_form form)
{
	return form == FORM_HELPER || form == FORM_KFUNC || form == FORM_CALL;
}

static void name_result(struct parser *p, struct ir_insn *insn, int64_t id)
{
	if ((id >= 0) != ir_ops[insn->op].has_result)
		fail(p, "%s %s", ir_ops[insn->op].name, id < 0 ? "has a result" : "has no result");
	if (id < 0)
		return;
	if (id > 10000000)
		fail(p, "value %%%lld", (long long)id);
	while (p->values.len <= (size_t)id)
		vec_push(p->arena, &p->values, NULL);
	if (p->values.data[id])
		fail(p, "value %%%lld again", (long long)id);
	p->values.data[id] = insn;
	insn->id = id;
}

static void parse_insn(struct parser *p)
{
	struct ir_insn *insn;
	int64_t id = -1;
	enum ir_op op;

	if (!p->b)
		fail(p, "instruction outside a block");
	if (*p->at == '%') {
		id = parse_ref(p, '%');
		expect(p, "=");
	}
	op = parse_op(p);
	if (is_call_form(ir_forms[op])) {
		insn = parse_call(p, op);
	} else {
		insn = ir_insn_new(p->f, op, MAX(0, ir_ops[op].args), NULL);
		parse_operands(p, insn);
	}
	name_result(p, insn, id);
	ir_append(p->b, insn);
	if (accept(p, "!")) /* the place in a script that is not at hand */
		p->at += strcspn(p->at, "\n");
}

/* ---- end of a function: what was named ---- */

static struct ir_insn *value_at(struct parser *p, uint32_t id)
{
	if (id >= p->values.len || !p->values.data[id])
		fail(p, "no value %%%u", id);
	return p->values.data[id];
}

static struct ir_block *block_at(struct parser *p, uint32_t id)
{
	if (id >= p->blocks.len || !p->blocks.data[id])
		fail(p, "no block b%u", id);
	return p->blocks.data[id];
}

/* Predecessors in the order of the block's first phi, which must name each of them once. */
static void order_preds(struct parser *p, const struct phi_note *note)
{
	struct ir_block *b = note->phi->block;

	if (note->blocks.len != b->preds.len)
		fail(p, "%zu arguments for %zu predecessors", note->blocks.len, b->preds.len);
	for (size_t i = 0; i < b->preds.len; i++) {
		struct ir_block *want = block_at(p, note->blocks.data[i]);
		size_t k = i;

		while (k < b->preds.len && b->preds.data[k] != want)
			k++;
		if (k == b->preds.len)
			fail(p, "b%u is no predecessor", want->id);
		b->preds.data[k] = b->preds.data[i];
		b->preds.data[i] = want;
	}
}

static void resolve_phi(struct parser *p, const struct phi_note *note)
{
	struct ir_block *b = note->phi->block;

	p->line = note->line;
	if (note->phi == b->first)
		order_preds(p, note);
	for (size_t i = 0; i < b->preds.len; i++) {
		size_t k = 0;

		while (k < note->blocks.len && block_at(p, note->blocks.data[k]) != b->preds.data[i])
			k++;
		if (k == note->blocks.len)
			fail(p, "no value for predecessor b%u", b->preds.data[i]->id);
		ir_add_arg(note->phi, value_at(p, note->values.data[k]));
	}
}

static void finish_func(struct parser *p)
{
	uint32_t line = p->line;

	if (!p->f)
		return;
	for (size_t i = 0; i < p->block_notes.len; i++) {
		p->line = p->block_notes.data[i].line;
		if (p->block_notes.data[i].from->succ[p->block_notes.data[i].succ])
			fail(p, "two terminators in a block");
		ir_link(p->block_notes.data[i].from, p->block_notes.data[i].succ,
			block_at(p, p->block_notes.data[i].id));
	}
	for (size_t i = 0; i < p->value_notes.len; i++) {
		p->line = p->value_notes.data[i].line;
		ir_set_arg(p->value_notes.data[i].insn, p->value_notes.data[i].arg,
			   value_at(p, p->value_notes.data[i].id));
	}
	for (size_t i = 0; i < p->phi_notes.len; i++)
		resolve_phi(p, &p->phi_notes.data[i]);
	p->f->next_id = p->values.len;
	p->f->next_block_id = p->blocks.len;
	p->line = line;
}

/* ---- headers ---- */

static void parse_block(struct parser *p)
{
	uint32_t id = parse_ref(p, 'b');

	expect(p, ":");
	if (!p->f)
		fail(p, "block outside a function");
	if (id > 1000000)
		fail(p, "block b%u", id);
	while (p->blocks.len <= id)
		vec_push(p->arena, &p->blocks, NULL);
	if (p->blocks.data[id])
		fail(p, "block b%u again", id);
	p->b = ir_block_new(p->f);
	p->b->id = id;
	p->blocks.data[id] = p->b;
}

static void parse_slot(struct parser *p)
{
	uint32_t index = parse_ref(p, 's'), size, align;
	struct ir_slot *s;

	if (!p->f || index != p->f->slots.len)
		fail(p, "slots are numbered from 0 in each function");
	expect(p, "size");
	size = parse_number(p);
	expect(p, "align");
	align = parse_number(p);
	if (!align || (align & (align - 1)))
		fail(p, "alignment %u", align);
	skip_blanks(p);
	ir_slot_new(p->f, size, align, *p->at == '"' ? parse_string(p) : NULL);
	s = &p->f->slots.data[index];
	s->whole_frame = accept(p, "whole_frame");
	s->must_be_stack = accept(p, "stack");
}

static unsigned hex_digit(struct parser *p)
{
	char c = *p->at++;

	if (!isxdigit((unsigned char)c))
		fail(p, "hexadecimal digits expected");
	return isdigit((unsigned char)c) ? c - '0' : (c | 32) - 'a' + 10;
}

static const void *parse_hex(struct parser *p, uint64_t size)
{
	unsigned char *data;

	skip_blanks(p);
	if (size > strlen(p->at) / 2)
		fail(p, "%llu bytes of data expected", (unsigned long long)size);
	data = ARENA_ARRAY(p->arena, unsigned char, size);
	for (uint64_t i = 0; i < size; i++) {
		data[i] = hex_digit(p) << 4;
		data[i] |= hex_digit(p);
	}
	return data;
}

static void parse_func(struct parser *p)
{
	uint32_t index;
	int kind;

	finish_func(p);
	index = parse_ref(p, 'f');
	if (index != p->headers++)
		fail(p, "functions are numbered from 0");
	p->f = func_at(p, index);
	kind = find_name(ir_func_kind_names, ARRAY_LEN(ir_func_kind_names), parse_word(p));
	if (kind < 0)
		fail(p, "no such kind of function");
	p->f->kind = kind;
	p->f->name = parse_string(p);
	expect(p, "params");
	p->f->param_count = parse_number(p);
	if (accept(p, "code")) {
		p->f->code_len = parse_number(p);
		p->f->code = parse_hex(p, (uint64_t)p->f->code_len * sizeof(*p->f->code));
	}
	p->b = NULL;
	p->values.len = p->blocks.len = p->value_notes.len = p->block_notes.len = p->phi_notes.len = 0;
}

static void parse_map_options(struct parser *p, struct ir_map *m)
{
	m->is_scalar = accept(p, "scalar");
	m->per_cpu = accept(p, "per_cpu");
	m->kernel_stack = accept(p, "kernel_stack");
	m->present_offset = accept(p, "present") ? parse_number(p) : UINT32_MAX;
	m->depth = accept(p, "depth") ? parse_number(p) : 0;
	if (accept(p, "data"))
		m->data = parse_hex(p, (uint64_t)m->value_size * m->max_entries);
}

static void parse_map(struct parser *p)
{
	struct ir_map *m = ARENA_NEW(p->arena, struct ir_map);
	int role;

	m->index = parse_ref(p, 'm');
	if (m->index != p->m->maps.len)
		fail(p, "maps are numbered from 0");
	role = find_name(ir_map_role_names, ARRAY_LEN(ir_map_role_names), parse_word(p));
	if (role < 0)
		fail(p, "no such role of a map");
	m->role = role;
	m->name = parse_string(p);
	expect(p, "type");
	m->bpf_type = parse_number(p);
	expect(p, "key");
	m->key_size = parse_number(p);
	expect(p, "value");
	m->value_size = parse_number(p);
	expect(p, "entries");
	m->max_entries = parse_number(p);
	expect(p, "flags");
	m->flags = parse_number(p);
	parse_map_options(p, m);
	vec_push(p->arena, &p->m->maps, m);
}

static void parse_line(struct parser *p)
{
	skip_blanks(p);
	if (accept(p, "map"))
		parse_map(p);
	else if (accept(p, "func"))
		parse_func(p);
	else if (p->f && accept(p, "slot ")) /* the operation slot has a result, so its line starts with % */
		parse_slot(p);
	else if (*p->at == 'b' && isdigit((unsigned char)p->at[1]))
		parse_block(p);
	else if (*p->at && *p->at != '\n')
		parse_insn(p);
	skip_blanks(p);
	if (*p->at && *p->at != '\n')
		fail(p, "unexpected `%.*s`", (int)strcspn(p->at, "\n"), p->at);
}

static void parse_module(struct parser *p)
{
	for (p->line = 1; *p->at; p->line++) {
		parse_line(p);
		p->at += *p->at == '\n';
	}
	finish_func(p);
	if (p->headers != p->m->funcs.len)
		fail(p, "a function is named but not there");
}

struct ir_module *ir_parse(struct arena *a, const char *text, const char **ret_error)
{
	struct parser *p = ARENA_NEW(a, struct parser);

	p->arena = a;
	p->at = text;
	p->m = ir_module_new(a);
	if (setjmp(p->out)) {
		*ret_error = p->message;
		return NULL;
	}
	parse_module(p);
	return p->m;
}
