/* Kernel functions and raw tracepoints in BTF: their ids, parameters and results. */
#include "types/internal.h"

#define RAW_TRACEPOINT_PREFIX "btf_trace_"

enum { MAX_SLOT_ARGS = 6 };

const struct btf_type *type_btf_func_proto(const struct type_btf *b, uint32_t func_id)
{
	const struct btf_type *func = type_btf_get(b, func_id);
	const struct btf_type *proto = func ? type_btf_get(b, func->type) : NULL;
	return raw_is(proto, KIND_BIT(BTF_KIND_FUNC_PROTO)) ? proto : NULL;
}

const struct btf_type *type_btf_trace_proto(const struct type_btf *b, uint32_t typedef_id)
{
	const struct btf_type *ptr = type_btf_get(b, type_btf_strip(b, typedef_id, KINDS_ALIAS));
	if (!raw_is(ptr, KIND_BIT(BTF_KIND_PTR)))
		return NULL;
	const struct btf_type *proto = type_btf_get(b, ptr->type);
	return raw_is(proto, KIND_BIT(BTF_KIND_FUNC_PROTO)) && raw_vlen(proto) ? proto : NULL;
}

/* The typedef's prototype has no names; the functions that the kernel makes for each event, or event class, do. */
const struct btf_type *type_btf_trace_named_proto(struct type_btf *b, uint32_t typedef_id)
{
	static const char *const makers[] = { "__traceiter_", "__bpf_trace_", "__probestub_" };
	const struct btf_type *proto = type_btf_trace_proto(b, typedef_id);
	if (!proto)
		return NULL;
	const char *name = type_btf_string(b, type_btf_get(b, typedef_id)->name_off) + strlen(RAW_TRACEPOINT_PREFIX);
	for (size_t i = 0; i < ARRAY_LEN(makers); i++) {
		char *maker = xasprintf("%s%s", makers[i], name);
		uint32_t id = type_btf_lookup(b, maker, KIND_BIT(BTF_KIND_FUNC));
		const struct btf_type *named = id ? type_btf_func_proto(b, id) : NULL;
		free(maker);
		if (named && raw_vlen(named) == raw_vlen(proto))
			return named;
	}
	return proto;
}

static uint32_t find_in_files(struct type_table *t, const char *module, const char *name, unsigned kind,
			      struct type_btf **ret)
{
	struct type_btf *b;
	for (size_t i = 0; (b = type_table_btf(t, module, i)); i++) {
		uint32_t id = type_btf_lookup(b, name, KIND_BIT(kind));
		if (id) {
			*ret = b;
			return id;
		}
	}
	return 0;
}

uint32_t type_btf_func_id(struct type_table *t, const char *module, const char *name, struct type_btf **ret)
{
	return find_in_files(t, module, name, BTF_KIND_FUNC, ret);
}

uint32_t type_btf_trace_id(struct type_table *t, const char *name, struct type_btf **ret)
{
	char *full = xasprintf(RAW_TRACEPOINT_PREFIX "%s", name);
	uint32_t id = find_in_files(t, NULL, full, BTF_KIND_TYPEDEF, ret);
	free(full);
	return id;
}

/* Pointers that a kernel function takes or gives are the kernel's, unless tagged. */
static const struct type *kernel_value(struct type_table *t, const struct type *type)
{
	if (type->kind == TYPE_POINTER && type->space == SPACE_NONE)
		return type_pointer(t, type->inner, SPACE_KERNEL);
	return type;
}

static bool fits_slot(const struct type *type)
{
	return type_is_register(type) || type->kind == TYPE_VOID;
}

/* `...` is a parameter without name and type. */
static bool is_ellipsis(const struct btf_param *p)
{
	return !p->type && !p->name_off;
}

static void add_param(struct type_table *t, struct type_btf *b, const struct btf_param *p, uint32_t *offset,
		      struct type_btf_func *f)
{
	const struct type *type = kernel_value(t, type_from_btf(t, b, p->type));
	const char *name = type_btf_string(b, p->name_off);
	if (type->kind == TYPE_VOID || !fits_slot(type))
		f->plain = false;
	if (f->param_count == ARRAY_LEN(f->params) || is_ellipsis(p)) {
		f->plain = false;
		return;
	}
	f->params[f->param_count] = (struct type_member){
		.name = *name ? name : arena_sprintf(t->arena, "arg%u", f->param_count),
		.type = type,
		.offset = *offset,
	};
	f->param_count++;
	*offset += ALIGN_UP(MAX(MIN(type->size, 4096u), 1u), 8u);
}

/* Fills in everything but the id; the first `skip` parameters are left out. */
static void describe(struct type_table *t, struct type_btf *b, const struct btf_type *proto, unsigned skip,
		     struct type_btf_func *f)
{
	uint32_t offset = 0;
	f->module = b->module;
	f->ret = kernel_value(t, type_from_btf(t, b, proto->type));
	f->plain = fits_slot(f->ret);
	for (unsigned i = skip; i < raw_vlen(proto); i++)
		add_param(t, b, &raw_params(proto)[i], &offset, f);
	f->plain &= f->param_count <= MAX_SLOT_ARGS;
}

bool type_btf_find_func(struct type_table *t, const char *module, const char *name, struct type_btf_func *ret)
{
	struct type_btf *b;
	uint32_t id = type_btf_func_id(t, module, name, &b);
	const struct btf_type *proto = id ? type_btf_func_proto(b, id) : NULL;
	if (!proto)
		return false;
	*ret = (struct type_btf_func){ .id = id };
	describe(t, b, proto, 0, ret);
	return true;
}

bool type_btf_find_raw_tracepoint(struct type_table *t, const char *name, struct type_btf_func *ret)
{
	struct type_btf *b;
	uint32_t id = type_btf_trace_id(t, name, &b);
	const struct btf_type *proto = id ? type_btf_trace_named_proto(b, id) : NULL;
	if (!proto)
		return false;
	*ret = (struct type_btf_func){ .id = id };
	describe(t, b, proto, 1, ret);
	ret->ret = type_void(t);
	return true;
}

int type_btf_func_arity(struct type_table *t, const char *module, const char *name)
{
	struct type_btf *b;
	uint32_t id = type_btf_func_id(t, module, name, &b);
	const struct btf_type *proto = id ? type_btf_func_proto(b, id) : NULL;
	return proto ? (int)raw_vlen(proto) : -1;
}

void type_btf_each_func(struct type_table *t, void (*fn)(void *ctx, const char *module, const char *name), void *ctx)
{
	struct type_btf *b;
	for (size_t i = 0; (b = type_table_btf(t, NULL, i)); i++) {
		for (struct type_walk w = type_btf_walk(b); w.type; type_btf_step(&w)) {
			const struct btf_type *bt = w.type;
			if (raw_kind(bt) == BTF_KIND_FUNC)
				fn(ctx, b->module, type_btf_string(b, bt->name_off));
		}
	}
}

void type_btf_each_raw_tracepoint(struct type_table *t, void (*fn)(void *ctx, const char *module, const char *name),
				  void *ctx)
{
	struct type_btf *b;
	for (size_t i = 0; (b = type_table_btf(t, NULL, i)); i++) {
		for (struct type_walk w = type_btf_walk(b); w.type; type_btf_step(&w)) {
			const struct btf_type *bt = w.type;
			const char *name = type_btf_string(b, bt->name_off);
			if (raw_kind(bt) == BTF_KIND_TYPEDEF && str_starts(name, RAW_TRACEPOINT_PREFIX) &&
			    type_btf_trace_proto(b, w.id))
				fn(ctx, b->module, name + strlen(RAW_TRACEPOINT_PREFIX));
		}
	}
}
