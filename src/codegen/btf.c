/*
 * BTF of a script. Language types become C types (numbers, char arrays, arrays, structures) once each; functions get
 * prototypes of plain 64-bit numbers, which is all that the verifier looks at in static functions. Names are cut to
 * what the kernel takes as identifiers.
 */
#include <errno.h>
#include <stdlib.h>

#include <bpf/btf.h>
#include <linux/btf.h>

#include "codegen/mach.h"

#define MAX_NAME 127 /* KSYM_NAME_LEN of the older kernels, without the NUL */
#define MAX_COLUMN 1023
#define MAX_LINE ((1 << 22) - 1)

struct known_type {
	const struct type *type;
	int id;
};

struct cg_btf {
	struct btf *btf;
	VEC(struct known_type) known; /* open addressing: len is the size, a power of two */
	size_t known_count;
	/* ids of what is needed again and again; 0: not made yet */
	int ints[2][9]; /* by sign and size */
	int text, boolean, pointer;
	struct source_lines *lines;
};

struct cg_btf *cg_btf_new(void)
{
	struct cg_btf *b = xcalloc(1, sizeof(*b));

	b->btf = btf__new_empty();
	return b;
}

void cg_btf_free(struct cg_btf *b)
{
	if (!b)
		return;
	btf__free(b->btf);
	vec_free(&b->known);
	source_lines_free(b->lines);
	free(b);
}

const void *cg_btf_data(struct cg_btf *b, uint32_t *ret_size)
{
	return btf__raw_data(b->btf, ret_size);
}

/* ---- names ---- */

static bool is_name_char(char c, bool first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (!first && c >= '0' && c <= '9');
}

/* An identifier made of any text; empty if there is none. */
static const char *identifier(const char *text, char out[MAX_NAME + 1])
{
	size_t n = 0;

	if (text && *text && !is_name_char(*text, true))
		out[n++] = '_';
	for (size_t k = 0; text && text[k] && n < MAX_NAME; k++, n++)
		out[n] = is_name_char(text[k], n == 0) ? text[k] : '_';
	out[n] = 0;
	return out;
}

/* ---- types met before ---- */

static struct known_type *find_known(struct cg_btf *b, const struct type *t)
{
	size_t k = hash_bytes(&t, sizeof(t)) & (b->known.len - 1);

	while (b->known.data[k].type && b->known.data[k].type != t)
		k = (k + 1) & (b->known.len - 1);
	return &b->known.data[k];
}

static void grow_known(struct cg_btf *b)
{
	struct known_type *old = b->known.data;
	size_t n = b->known.len;

	b->known.len = n ? 2 * n : 64;
	b->known.data = xcalloc(b->known.len, sizeof(*old));
	for (size_t k = 0; k < n; k++)
		if (old[k].type)
			*find_known(b, old[k].type) = old[k];
	free(old);
}

static void remember(struct cg_btf *b, const struct type *t, int id)
{
	if (id <= 0)
		return;
	if (2 * b->known_count >= b->known.len)
		grow_known(b);
	*find_known(b, t) = (struct known_type){ t, id };
	b->known_count++;
}

/* ---- one kind each ---- */

static int int_type(struct cg_btf *b, unsigned size, bool is_signed)
{
	static const char *const names[2][9] = {
		{ [1] = "u8", [2] = "u16", [4] = "u32", [8] = "u64" },
		{ [1] = "s8", [2] = "s16", [4] = "s32", [8] = "s64" },
	};
	int *id;

	if (size > 8 || !names[is_signed][size])
		return -EINVAL;
	id = &b->ints[is_signed][size];
	if (*id <= 0)
		*id = btf__add_int(b->btf, names[is_signed][size], size, is_signed ? BTF_INT_SIGNED : 0);
	return *id;
}

static int array_type(struct cg_btf *b, int element, uint32_t count)
{
	int index = int_type(b, 4, false);

	if (element < 0 || index < 0)
		return element < 0 ? element : index;
	return btf__add_array(b->btf, index, element, count);
}

static int char_array(struct cg_btf *b, uint32_t count)
{
	if (b->text <= 0)
		b->text = btf__add_int(b->btf, "char", 1, BTF_INT_SIGNED);
	return array_type(b, b->text, count);
}

static bool fits_enum(const struct type *t)
{
	if (t->size > 4)
		return false;
	for (uint32_t k = 0; k < t->enumerator_count; k++)
		if (t->enumerators[k].value < INT32_MIN || t->enumerators[k].value > UINT32_MAX)
			return false;
	return true;
}

/*
 * Enumerators of 64 bits, and the flag that libbpf sets for negative ones, are known to Linux 6.0 and later only: a
 * plain number then, and the same 32 bits without a sign.
 */
static int enum_type(struct cg_btf *b, const struct type *t)
{
	char name[MAX_NAME + 1];
	int id, err = 0;

	if (!fits_enum(t))
		return int_type(b, t->size, t->is_signed);
	id = btf__add_enum(b->btf, identifier(t->name, name), t->size);
	for (uint32_t k = 0; k < t->enumerator_count && id > 0 && !err; k++)
		err = btf__add_enum_value(b->btf, identifier(t->enumerators[k].name, name),
					  (uint32_t)t->enumerators[k].value);
	return err ? err : id;
}

/* ---- structures ---- */

struct field {
	const char *name;
	int type;
	uint32_t bit_offset, bit_size;
};

/* Members must come by rising offset; a bit-field must lie within one unit of its type. */
static bool field_fits(const struct type *t, const struct type_member *m, uint64_t last_bit)
{
	uint64_t bit = 8 * (uint64_t)m->offset + m->bit_offset;
	uint64_t bits = m->bit_size ? m->bit_size : 8 * (uint64_t)m->type->size;

	if (bit + bits > 8 * (uint64_t)t->size || bit < last_bit)
		return false;
	if (!m->bit_size)
		return m->bit_offset == 0 && m->type->size > 0;
	return type_is_integral(m->type) && m->bit_size <= 8 * m->type->size;
}

/* An anonymous structure of the given fields, which have their types already. */
static int struct_of(struct cg_btf *b, const char *name, uint32_t size, bool is_union, const struct field *f, size_t n)
{
	char text[MAX_NAME + 1];
	int id = is_union ? btf__add_union(b->btf, identifier(name, text), size)
			  : btf__add_struct(b->btf, identifier(name, text), size);

	for (size_t k = 0; k < n && id > 0; k++) {
		int err = btf__add_field(b->btf, identifier(f[k].name, text), f[k].type, f[k].bit_offset,
					 f[k].bit_size);

		if (err)
			return err;
	}
	return id;
}

static int struct_type(struct cg_btf *b, const struct type *t)
{
	VEC(struct field) fields = { 0 };
	uint64_t last = 0;
	int id;

	for (uint32_t k = 0; t->complete && k < t->member_count; k++) {
		const struct type_member *m = &t->members[k];
		struct field f = { m->name, 0, 8 * m->offset + m->bit_offset, m->bit_size };

		if (!field_fits(t, m, last))
			continue;
		f.type = cg_btf_type(b, m->type);
		if (f.type <= 0)
			continue;
		if (!t->is_union)
			last = f.bit_offset;
		vec_push(NULL, &fields, f);
	}
	id = struct_of(b, t->name, t->size, t->is_union, fields.data, fields.len);
	vec_free(&fields);
	return id;
}

/* Tuples: members _0, _1, …; records have names of their own. */
static int tuple_type(struct cg_btf *b, const struct type *t)
{
	struct field *f = xcalloc(t->member_count + 1, sizeof(*f));
	char (*names)[16] = xcalloc(t->member_count + 1, sizeof(*names));
	int id = 0;

	for (uint32_t k = 0; k < t->member_count && id >= 0; k++) {
		snprintf(names[k], sizeof(names[k]), "_%u", k);
		f[k].name = t->members[k].name ? t->members[k].name : names[k];
		f[k].bit_offset = 8 * t->members[k].offset;
		f[k].type = id = cg_btf_type(b, t->members[k].type);
	}
	if (id >= 0)
		id = struct_of(b, NULL, t->size, false, f, t->member_count);
	free(f);
	free(names);
	return id;
}

static int buffer_type(struct cg_btf *b, const struct type *t)
{
	int length = int_type(b, 4, false), bytes = array_type(b, int_type(b, 1, false), t->size - 4);
	const struct field f[] = { { "length", length, 0, 0 }, { "bytes", bytes, 32, 0 } };

	return bytes < 0 ? bytes : struct_of(b, NULL, t->size, false, f, t->size > 4 ? 2 : 1);
}

/* Structures of our own that several languages' types share: words under names. */
static const struct layout {
	enum type_kind kind;
	const char *name;
	struct {
		const char *name;
		uint8_t size, count; /* count 0: one, not an array */
	} fields[4];
} layouts[] = {
	{ TYPE_USYM, "usym", { { "addr", 8, 0 }, { "pid", 4, 0 }, { "probe", 4, 0 } } },
	{ TYPE_INET, "inet", { { "family", 4, 0 }, { "addr", 1, 16 }, { "pad", 4, 0 } } },
	{ TYPE_TIMESTAMP, "timestamp", { { "ns", 8, 0 }, { "format", 4, 0 }, { "mode", 4, 0 } } },
	{ TYPE_CGROUP_PATH, "cgroup_path", { { "id", 8, 0 }, { "filter", 4, 0 }, { "pad", 4, 0 } } },
	{ TYPE_STACK, "stack", { { "id", 4, 0 }, { "depth", 4, 0 }, { "pid", 4, 0 }, { "probe", 4, 0 } } },
};

static int layout_type(struct cg_btf *b, const struct type *t, const struct layout *l)
{
	struct field f[4];
	uint32_t at = 0, n = 0;

	for (; n < 4 && l->fields[n].name && at < t->size; n++) {
		int id = int_type(b, l->fields[n].size, false);

		if (l->fields[n].count)
			id = array_type(b, id, l->fields[n].count);
		if (id < 0)
			return id;
		f[n] = (struct field){ l->fields[n].name, id, 8 * at, 0 };
		at += l->fields[n].size * MAX(1, l->fields[n].count);
	}
	return struct_of(b, l->name, t->size, false, f, n);
}

/* What is stored for an aggregation is its own business: words, or bytes if they don't come out even. */
static int opaque_type(struct cg_btf *b, const struct type *t)
{
	struct strbuf name = { 0 };
	uint32_t unit = t->size % 8 ? 1 : 8;
	int id = array_type(b, int_type(b, unit, false), t->size / unit);
	struct field f = { "data", id, 0, 0 };

	if (id < 0)
		return id;
	type_print(t, &name);
	id = struct_of(b, strbuf_str(&name), t->size, false, &f, 1);
	strbuf_done(&name);
	return id;
}

/* ---- any type ---- */

static int pointer_type(struct cg_btf *b)
{
	if (b->pointer <= 0)
		b->pointer = btf__add_ptr(b->btf, 0);
	return b->pointer;
}

static int bool_type(struct cg_btf *b)
{
	if (b->boolean <= 0)
		b->boolean = btf__add_int(b->btf, "bool", 1, BTF_INT_BOOL);
	return b->boolean;
}

static int new_type(struct cg_btf *b, const struct type *t)
{
	for (size_t k = 0; k < ARRAY_LEN(layouts); k++)
		if (layouts[k].kind == t->kind)
			return layout_type(b, t, &layouts[k]);
	switch (t->kind) {
	case TYPE_BOOL: return bool_type(b);
	case TYPE_INT: return int_type(b, t->size, t->is_signed);
	case TYPE_ENUM: return enum_type(b, t);
	case TYPE_POINTER: return pointer_type(b);
	case TYPE_STRING: return char_array(b, t->size);
	case TYPE_BUFFER: return buffer_type(b, t);
	case TYPE_ARRAY: return array_type(b, cg_btf_type(b, t->inner), t->count);
	case TYPE_STRUCT: return struct_type(b, t);
	case TYPE_TUPLE:
	case TYPE_RECORD: return tuple_type(b, t);
	case TYPE_KSYM:
	case TYPE_USERNAME: return int_type(b, 8, false);
	case TYPE_MACADDR: return array_type(b, int_type(b, 1, false), 6);
	default: return t->size ? opaque_type(b, t) : -EINVAL;
	}
}

int cg_btf_type(struct cg_btf *b, const struct type *t)
{
	struct known_type *k = b->known.len ? find_known(b, t) : NULL;
	int id;

	if (k && k->type)
		return k->id;
	id = new_type(b, t);
	remember(b, t, id);
	return id;
}

/* ---- functions and lines ---- */

static int prototype(struct cg_btf *b, const struct cg_program *p, const struct cg_func *f, uint32_t params)
{
	bool is_program = f->kind == IR_FUNC_PROGRAM;
	int number = int_type(b, 8, false), ret = is_program ? int_type(b, 4, true) : number;
	int ctx = pointer_type(b), id, err = 0;

	if (number < 0 || ret < 0 || ctx < 0)
		return -EINVAL;
	id = btf__add_func_proto(b->btf, ret);
	for (uint32_t k = 0; k < params && id > 0 && !err; k++) {
		char name[16];

		snprintf(name, sizeof(name), is_program ? "ctx" : "arg%u", k);
		err = btf__add_func_param(b->btf, name, is_program ? ctx : number);
	}
	return err ? err : id;
}

static uint32_t count_params(const struct cg_program *p, const char *name)
{
	for (size_t k = 0; p->module && k < p->module->funcs.len; k++)
		if (!strcmp(p->module->funcs.data[k]->name, name))
			return p->module->funcs.data[k]->param_count;
	return 1;
}

static int add_functions(struct cg_btf *b, const struct cg_program *p, struct bpf_func_info *out)
{
	char name[MAX_NAME + 1];

	for (size_t k = 0; k < p->funcs.len; k++) {
		const struct cg_func *f = &p->funcs.data[k];
		int proto = prototype(b, p, f, count_params(p, f->name)), id;

		if (proto < 0)
			return proto;
		id = btf__add_func(b->btf, *identifier(f->name, name) ? name : "func", f->is_global ? BTF_FUNC_GLOBAL : BTF_FUNC_STATIC,
				   proto);
		if (id < 0)
			return id;
		out[k] = (struct bpf_func_info){ .insn_off = f->first_insn, .type_id = id };
	}
	return 0;
}

enum { LINE_TEXT = 160 };

/* The text of the line that begins at `start`; of a long line the part around `at`. */
static int add_line_text(struct cg_btf *b, const struct source *s, uint32_t start, uint32_t at)
{
	char text[LINE_TEXT + 1];
	size_t from = at - start > LINE_TEXT / 2 ? at - LINE_TEXT / 2 : start, n = 0;

	for (; n < LINE_TEXT && from + n < s->len && s->text[from + n] && s->text[from + n] != '\n'; n++)
		text[n] = s->text[from + n];
	text[n] = 0;
	return btf__add_str(b->btf, text);
}

/* Line starts of the source that was asked for last. */
static const struct source_lines *lines_of(struct cg_btf *b, const struct source *s)
{
	if (b->lines && source_lines_of(b->lines) == s)
		return b->lines;
	source_lines_free(b->lines);
	return b->lines = source_lines_new(s);
}

/* Column 0 of line 1 stands for a place that is not in the script. */
static int make_line(struct cg_btf *b, const struct cg_line *l, struct bpf_line_info *out)
{
	const struct source *s = l->span.source;
	unsigned line = 1, col = 0;
	int file = btf__add_str(b->btf, s ? s->name : ""), text = 0;

	if (s) {
		uint32_t at = MIN(l->span.begin, (uint32_t)s->len);
		uint32_t start = source_lines_locate(lines_of(b, s), at, &line, &col);
		text = add_line_text(b, s, start, at);
	}
	if (file < 0 || text < 0)
		return MIN(file, text);
	*out = (struct bpf_line_info){
		.insn_off = l->insn,
		.file_name_off = file,
		.line_off = text,
		.line_col = MIN(line, (unsigned)MAX_LINE) << 10 | MIN(col, (unsigned)MAX_COLUMN),
	};
	return 0;
}

/* The kernel wants a line at the start of each function if it gets any. */
static int add_lines(struct cg_btf *b, const struct cg_program *p, struct bpf_line_info *out, uint32_t *ret_n)
{
	size_t k = 0, n = 0;
	int err = 0;

	for (size_t f = 0; f < p->funcs.len && !err; f++) {
		uint32_t from = p->funcs.data[f].first_insn;
		uint32_t to = f + 1 < p->funcs.len ? p->funcs.data[f + 1].first_insn : p->insn_count;

		if (k >= p->lines.len || p->lines.data[k].insn != from)
			err = make_line(b, &(struct cg_line){ .insn = from }, &out[n++]);
		for (; k < p->lines.len && p->lines.data[k].insn < to && !err; k++)
			err = make_line(b, &p->lines.data[k], &out[n++]);
	}
	*ret_n = n;
	return err;
}

int cg_btf_program(struct cg_btf *b, const struct cg_program *p, struct bpf_func_info **ret_funcs, uint32_t *ret_nfuncs,
		   struct bpf_line_info **ret_lines, uint32_t *ret_nlines)
{
	struct bpf_func_info *funcs = xcalloc(p->funcs.len + 1, sizeof(*funcs));
	struct bpf_line_info *lines = xcalloc(p->funcs.len + p->lines.len + 1, sizeof(*lines));
	uint32_t nlines = 0;
	int err = add_functions(b, p, funcs);

	if (!err && p->lines.len)
		err = add_lines(b, p, lines, &nlines);
	if (err) {
		free(funcs);
		free(lines);
		return err;
	}
	*ret_funcs = funcs;
	*ret_nfuncs = p->funcs.len;
	*ret_lines = lines;
	*ret_nlines = nlines;
	return 0;
}
