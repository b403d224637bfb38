/*
 * BTF as C text, for listings. A declarator is built from the name outwards: pointers are put before it, arrays and
 * parameter lists behind it, with parentheses where a pointer's own declarator goes on behind; what is left at the end
 * is the base type, which comes first.
 */
#include "types/internal.h"

/* What wrong BTF could use to make the text endless; real definitions stay far below. */
enum { MAX_DEPTH = 16, MAX_CHAIN = 64, MAX_DECLARATIONS = 4000 };

struct printer {
	const struct type_btf *b;
	struct strbuf *out;
	unsigned depth;	  /* of nested definitions and parameter lists */
	unsigned *budget; /* declarations left to print */
};

static void print_fields(struct printer *p, const struct btf_type *bt, unsigned indent);
static void print_declaration(struct printer *p, uint32_t id, const char *name, unsigned indent, const char *gap);

static const struct {
	const char *word;
} keywords[] = {
	[BTF_KIND_STRUCT] = { "struct" },     [BTF_KIND_UNION] = { "union" }, [BTF_KIND_ENUM] = { "enum" },
	[BTF_KIND_ENUM64] = { "enum" },	      [BTF_KIND_CONST] = { "const" }, [BTF_KIND_VOLATILE] = { "volatile" },
	[BTF_KIND_RESTRICT] = { "restrict" },
};

static void put_before(struct strbuf *text, const char *prefix)
{
	struct strbuf joined = { 0 };
	strbuf_puts(&joined, prefix);
	strbuf_add(&joined, strbuf_str(text), text->len);
	strbuf_done(text);
	*text = joined;
}

/* ---- definitions ---- */

static void print_enumerators(struct printer *p, const struct btf_type *bt, unsigned indent)
{
	bool is_signed = raw_flag(bt);
	for (unsigned i = 0; i < raw_vlen(bt); i++) {
		uint32_t name;
		int64_t value = type_btf_enum_value(bt, i, &name);
		strbuf_pad(p->out, '\t', indent + 1);
		strbuf_printf(p->out, "%s = ", type_btf_string(p->b, name));
		if (is_signed || raw_kind(bt) == BTF_KIND_ENUM)
			strbuf_s64(p->out, value);
		else
			strbuf_u64(p->out, (uint64_t)value);
		strbuf_puts(p->out, ",\n");
	}
}

/* `struct name { … }` with the members at indent + 1; the closing brace without semicolon. */
static void print_body(struct printer *p, const struct btf_type *bt, unsigned indent)
{
	const char *name = type_btf_string(p->b, bt->name_off);
	strbuf_printf(p->out, "%s %s%s{\n", keywords[raw_kind(bt)].word, name, *name ? " " : "");
	if (raw_is(bt, KINDS_STRUCT))
		print_fields(p, bt, indent);
	else
		print_enumerators(p, bt, indent);
	strbuf_pad(p->out, '\t', indent);
	strbuf_putc(p->out, '}');
}

static void print_fields(struct printer *p, const struct btf_type *bt, unsigned indent)
{
	for (unsigned i = 0; i < raw_vlen(bt); i++) {
		const struct btf_member *m = &raw_members(bt)[i];
		strbuf_pad(p->out, '\t', indent + 1);
		print_declaration(p, m->type, type_btf_string(p->b, m->name_off), indent + 1, "");
		if (raw_flag(bt) && BTF_MEMBER_BITFIELD_SIZE(m->offset))
			strbuf_printf(p->out, ": %u", BTF_MEMBER_BITFIELD_SIZE(m->offset));
		strbuf_puts(p->out, ";\n");
	}
}

/* ---- declarations ---- */

static void add_params(struct printer *p, const struct btf_type *proto, struct strbuf *declarator)
{
	struct printer inner = { .b = p->b, .out = declarator, .depth = p->depth + 1, .budget = p->budget };
	unsigned n = raw_vlen(proto);
	strbuf_puts(declarator, n ? "(" : "(void");
	for (unsigned i = 0; i < n; i++) {
		const struct btf_param *param = &raw_params(proto)[i];
		strbuf_puts(declarator, i ? ", " : "");
		if (!param->type && !param->name_off)
			strbuf_puts(declarator, "...");
		else
			print_declaration(&inner, param->type, "", 0, "");
	}
	strbuf_putc(declarator, ')');
}

/* Collected until the next `*` (behind which both go) or the base type (which stands between them). */
struct qualifiers {
	struct strbuf words; /* "const volatile " */
	struct strbuf tags;  /* " __user" */
};

static void add_qualifier(struct qualifiers *q, const struct type_btf *b, const struct btf_type *bt)
{
	if (raw_kind(bt) != BTF_KIND_TYPE_TAG)
		strbuf_printf(&q->words, "%s ", keywords[raw_kind(bt)].word);
	else if (*type_btf_string(b, bt->name_off))
		strbuf_printf(&q->tags, " __%s", type_btf_string(b, bt->name_off));
}

static void wrap_pointer(struct qualifiers *q, struct strbuf *declarator)
{
	if (q->tags.len && declarator->len)
		put_before(declarator, " ");
	put_before(declarator, strbuf_str(&q->tags));
	put_before(declarator, strbuf_str(&q->words));
	put_before(declarator, "*");
	strbuf_clear(&q->words);
	strbuf_clear(&q->tags);
}

/* Wraps one layer of the type around the declarator. false: bt is a base type. */
static bool wrap(struct printer *p, const struct btf_type *bt, struct qualifiers *q, bool *was_pointer,
		 struct strbuf *declarator)
{
	switch (raw_kind(bt)) {
	case BTF_KIND_CONST:
	case BTF_KIND_VOLATILE:
	case BTF_KIND_RESTRICT:
	case BTF_KIND_TYPE_TAG:
		add_qualifier(q, p->b, bt);
		return true;
	case BTF_KIND_PTR:
		wrap_pointer(q, declarator);
		*was_pointer = true;
		return true;
	case BTF_KIND_ARRAY:
	case BTF_KIND_FUNC_PROTO:
		if (*was_pointer) {
			put_before(declarator, "(");
			strbuf_putc(declarator, ')');
		}
		*was_pointer = false;
		if (raw_kind(bt) == BTF_KIND_ARRAY)
			strbuf_printf(declarator, "[%u]", raw_array(bt)->nelems);
		else
			add_params(p, bt, declarator);
		return true;
	default:
		return false;
	}
}

static void print_base(struct printer *p, const struct btf_type *bt, unsigned indent)
{
	if (!bt) {
		strbuf_puts(p->out, "void");
		return;
	}
	const char *name = type_btf_string(p->b, bt->name_off);
	const char *word = raw_kind(bt) < ARRAY_LEN(keywords) ? keywords[raw_kind(bt)].word : NULL;
	if (raw_kind(bt) == BTF_KIND_FWD)
		word = raw_flag(bt) ? "union" : "struct";
	if (raw_is(bt, KINDS_STRUCT | KINDS_ENUM) && !*name && p->depth < MAX_DEPTH) {
		p->depth++;
		print_body(p, bt, indent);
		p->depth--;
	} else {
		strbuf_printf(p->out, "%s%s%s", word ? word : "", word ? " " : "", name);
	}
}

/* `type name`; gap stands between a type that ends with `*` and the name. */
static void print_declaration(struct printer *p, uint32_t id, const char *name, unsigned indent, const char *gap)
{
	if (!*p->budget)
		return;
	--*p->budget;
	struct strbuf declarator = { 0 };
	struct qualifiers q = { { 0 }, { 0 } };
	bool was_pointer = false;
	const struct btf_type *bt = type_btf_get(p->b, id);
	strbuf_printf(&declarator, "%s%s", gap, name);
	for (int i = 0; bt && i < MAX_CHAIN && p->depth < MAX_DEPTH && wrap(p, bt, &q, &was_pointer, &declarator);
	     i++) {
		bool is_array = raw_kind(bt) == BTF_KIND_ARRAY;
		bt = type_btf_get(p->b, is_array ? raw_array(bt)->type : bt->type);
	}
	strbuf_puts(p->out, strbuf_str(&q.words));
	print_base(p, bt, indent);
	strbuf_puts(p->out, strbuf_str(&q.tags));
	if (declarator.len && *strbuf_str(&declarator) != ' ')
		strbuf_putc(p->out, ' ');
	strbuf_puts(p->out, strbuf_str(&declarator));
	strbuf_done(&q.words);
	strbuf_done(&q.tags);
	strbuf_done(&declarator);
}

/* ---- listings ---- */

static bool print_from(struct type_btf *b, uint32_t kinds, const char *name, struct strbuf *out)
{
	uint32_t id = type_btf_lookup(b, name, kinds);
	if (!id)
		return false;
	unsigned budget = MAX_DECLARATIONS;
	struct printer p = { .b = b, .out = out, .budget = &budget };
	strbuf_printf(out, "%s: ", b->module);
	print_body(&p, type_btf_get(b, id), 0);
	strbuf_puts(out, ";\n\n");
	return true;
}

bool type_btf_print_definition(struct type_table *t, const char *keyword, const char *name, struct strbuf *out)
{
	uint32_t kinds =
		keyword[0] == 'e' ? KINDS_ENUM : KIND_BIT(keyword[0] == 's' ? BTF_KIND_STRUCT : BTF_KIND_UNION);
	bool found = false;
	struct type_btf *b;
	for (size_t i = 0; (b = type_table_btf(t, NULL, i)); i++) {
		found |= print_from(b, kinds, name, out);
		if (found && !i)
			break;
	}
	return found;
}

typedef void line_fn(void *ctx, const char *line);

static void emit_line(const struct type_btf *b, uint32_t type, const char *name, line_fn *fn, void *ctx)
{
	struct strbuf line = { 0 };
	unsigned budget = MAX_DECLARATIONS;
	struct printer p = { .b = b, .out = &line, .budget = &budget };
	print_declaration(&p, type, name, 0, " ");
	fn(ctx, strbuf_str(&line));
	strbuf_done(&line);
}

static void emit_params(const struct type_btf *b, const struct btf_type *proto, unsigned skip, bool by_index,
			line_fn *fn, void *ctx)
{
	for (unsigned i = skip; i < raw_vlen(proto); i++) {
		const struct btf_param *param = &raw_params(proto)[i];
		char *index = xasprintf("arg%u", i - skip);
		const char *name = type_btf_string(b, param->name_off);
		if (!param->type && !*name)
			fn(ctx, "...");
		else
			emit_line(b, param->type, by_index || !*name ? index : name, fn, ctx);
		free(index);
	}
}

bool type_btf_func_lines(struct type_table *t, const char *module, const char *name, unsigned what, line_fn *fn,
			 void *ctx)
{
	struct type_btf *b;
	uint32_t id = type_btf_func_id(t, module, name, &b);
	const struct btf_type *proto = id ? type_btf_func_proto(b, id) : NULL;
	if (!proto)
		return false;
	if (what & TYPE_BTF_PARAMS)
		emit_params(b, proto, 0, what & TYPE_BTF_ARG_N, fn, ctx);
	if (what & TYPE_BTF_RETVAL) {
		if (proto->type)
			emit_line(b, proto->type, "retval", fn, ctx);
		else
			fn(ctx, "void");
	}
	return true;
}

bool type_btf_raw_tracepoint_lines(struct type_table *t, const char *name, line_fn *fn, void *ctx)
{
	struct type_btf *b;
	uint32_t id = type_btf_trace_id(t, name, &b);
	const struct btf_type *proto = id ? type_btf_trace_named_proto(b, id) : NULL;
	if (proto)
		emit_params(b, proto, 1, false, fn, ctx);
	return proto != NULL;
}
