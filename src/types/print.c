/* Types as text, and questions about their size. */
#include "types/internal.h"

bool type_is_register(const struct type *t)
{
	switch (t->kind) {
	case TYPE_BOOL:
	case TYPE_INT:
	case TYPE_ENUM:
	case TYPE_POINTER:
	case TYPE_KSYM:
	case TYPE_USERNAME:
		return true;
	default:
		return false;
	}
}

enum { STACK_FRAME_BYTES = 8, BUILD_ID_FRAME_BYTES = 32, KSTACK_HEAD_BYTES = 8, USTACK_HEAD_BYTES = 16 };

uint64_t type_sizeof(const struct type *t)
{
	if (t->kind != TYPE_STACK)
		return t->size;
	uint64_t head = t->is_kernel_stack ? KSTACK_HEAD_BYTES : USTACK_HEAD_BYTES;
	return head + (uint64_t)t->count * (t->stack_mode == STACK_BUILD_ID ? BUILD_ID_FRAME_BYTES : STACK_FRAME_BYTES);
}

/* What is printed for kinds that have one spelling, and what typeinfo calls all of them. */
static const struct {
	const char *text, *kind;
} words[TYPE_KIND_COUNT] = {
	[TYPE_ERROR] = { "none", "none" },
	[TYPE_NONE] = { "none", "none" },
	[TYPE_VOID] = { "void", "void" },
	[TYPE_BOOL] = { "bool", "bool" },
	[TYPE_INT] = { NULL, "int" },
	[TYPE_ENUM] = { NULL, "int" },
	[TYPE_POINTER] = { NULL, "pointer" },
	[TYPE_STRING] = { NULL, "string" },
	[TYPE_BUFFER] = { NULL, "buffer" },
	[TYPE_ARRAY] = { NULL, "array" },
	[TYPE_STRUCT] = { NULL, "c_type" },
	[TYPE_FUNC] = { "func", "func" },
	[TYPE_TUPLE] = { NULL, "tuple" },
	[TYPE_RECORD] = { NULL, "record" },
	[TYPE_STACK] = { NULL, "stack" },
	[TYPE_KSYM] = { "ksym_t", "ksym_t" },
	[TYPE_USYM] = { "usym_t", "usym_t" },
	[TYPE_INET] = { "inet", "inet" },
	[TYPE_MACADDR] = { "macaddr_t", "macaddr_t" },
	[TYPE_TIMESTAMP] = { "timestamp", "timestamp" },
	[TYPE_USERNAME] = { "username_t", "username_t" },
	[TYPE_CGROUP_PATH] = { "cgroup_path_t", "cgroup_path_t" },
	[TYPE_AGG] = { NULL, "aggregation" },
	[TYPE_TYPEINFO_T] = { "typeinfo", "typeinfo" },
};

static const char *const stack_modes[] = {
	[STACK_BPFTRACE] = "bpftrace",
	[STACK_PERF] = "perf",
	[STACK_RAW] = "raw",
	[STACK_BUILD_ID] = "build_id",
};

const char *type_kind_name(enum type_kind k)
{
	return words[k].kind;
}

static void print_tagged(const struct type *t, const char *keyword, struct strbuf *out)
{
	strbuf_printf(out, "%s %s", keyword, t->name ? t->name : "<anonymous>");
}

static void print_sized(const char *word, uint32_t size, struct strbuf *out)
{
	strbuf_puts(out, word);
	if (size)
		strbuf_printf(out, "[%u]", size);
}

static void print_tuple(const struct type *t, struct strbuf *out)
{
	strbuf_putc(out, '(');
	for (uint32_t i = 0; i < t->member_count; i++) {
		strbuf_puts(out, i ? "," : "");
		type_print(t->members[i].type, out);
	}
	strbuf_putc(out, ')');
}

static void print_record(const struct type *t, struct strbuf *out)
{
	strbuf_puts(out, "record { ");
	for (uint32_t i = 0; i < t->member_count; i++) {
		strbuf_printf(out, "%s.%s = ", i ? ", " : "", t->members[i].name);
		type_print(t->members[i].type, out);
	}
	strbuf_puts(out, " }");
}

void type_print(const struct type *t, struct strbuf *out)
{
	switch (t->kind) {
	case TYPE_INT:
		strbuf_printf(out, "%sint%u", t->is_signed ? "" : "u", t->size * 8);
		break;
	case TYPE_ENUM:
		print_tagged(t, "enum", out);
		break;
	case TYPE_STRUCT:
		print_tagged(t, t->is_union ? "union" : "struct", out);
		break;
	case TYPE_POINTER:
		type_print(t->inner, out);
		strbuf_puts(out, " *");
		break;
	case TYPE_STRING:
		print_sized("string", t->size, out);
		break;
	case TYPE_BUFFER:
		print_sized("buffer", t->count, out);
		break;
	case TYPE_ARRAY:
		type_print(t->inner, out);
		strbuf_printf(out, "[%u]", t->count);
		break;
	case TYPE_TUPLE:
		print_tuple(t, out);
		break;
	case TYPE_RECORD:
		print_record(t, out);
		break;
	case TYPE_STACK:
		strbuf_printf(out, "%cstack_%s_%u", t->is_kernel_stack ? 'k' : 'u', stack_modes[t->stack_mode],
			      t->count);
		break;
	case TYPE_AGG:
		strbuf_puts(out, t->name);
		break;
	default:
		strbuf_puts(out, words[t->kind].text);
		break;
	}
}

const char *type_name(struct type_table *t, const struct type *type)
{
	struct strbuf text = { 0 };
	type_print(type, &text);
	const char *name = arena_strndup(t->arena, strbuf_str(&text), text.len);
	strbuf_done(&text);
	return name;
}
