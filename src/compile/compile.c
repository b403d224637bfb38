/*
 * The pipeline, in order: parse, settings, imports, C definitions, macros, attach points to units, types, maps, and for
 * each unit plan, lowering, optimisation and code. A stage that reports errors is the last one.
 */
#include "codegen/codegen.h"
#include "compile/internal.h"
#include "opt/opt.h"
#include "probe/probe.h"

int compile_stage_find(const char *name)
{
	static const char *const names[] = {
#define STAGE(id, stage_name, meaning) stage_name,
#include "compile/stages.h"
#undef STAGE
	};
	for (int i = 0; i < STAGE_COUNT; i++)
		if (!strcmp(names[i], name))
			return i;
	return -1;
}

static bool is_builtin_name(const char *name) { return builtin_find(name) || aggregate_find(name); }

static bool failed(const struct compiled *c) { return c->diags.errors || c->env_error || c->filter_error; }

/* ---- front end ---- */

static void make_lang_env(struct compiled *c)
{
	const struct compile_options *o = c->opt;
	c->lang = (struct lang_env){
		.arena = c->arena,
		.diags = &c->diags,
		.types = c->types,
		.params = o->params,
		.param_count = o->param_count,
		.include_dirs = o->include_dirs,
		.include_dir_count = o->include_dir_count,
		.include_files = o->include_files,
		.include_file_count = o->include_file_count,
		.kernel_headers = o->kernel_headers,
		.kernel_build = o->kernel_build,
		.is_builtin = is_builtin_name,
	};
}

static void parse(struct compiled *c)
{
	struct source *src = ARENA_NEW(c->arena, struct source);
	src->name = c->opt->script_name;
	char *text = arena_alloc(c->arena, c->opt->text_len + 1); /* it may hold NULs */
	memcpy(text, c->opt->text, c->opt->text_len);
	src->text = text;
	src->len = c->opt->text_len;
	make_lang_env(c);
	c->program = parse_program(&c->lang, src);
	compile_dump_program(c, STAGE_PARSE, "parser");
}

static void apply_settings(struct compiled *c)
{
	config_apply_script(&c->config, c->program, &c->diags, c->arena);
	if (c->opt->environment)
		config_apply_env(&c->config, c->opt->environment, c->arena, &c->env_error);
}

static void resolve_imports(struct compiled *c) { import_resolve(&c->lang, c->program); }

/* Only a script with C definitions needs to know whether there is BTF, which has to be opened to tell. */
static void read_c_definitions(struct compiled *c)
{
	if (c->program->c_items.len || c->opt->include_file_count)
		c->lang.has_btf = type_has_btf(c->types);
	c_definitions_read(&c->lang, c->program);
}

static void expand_macros(struct compiled *c)
{
	macros_expand(&c->lang, c->program);
	compile_dump_program(c, STAGE_AST, "expansion");
}

static void make_probe_env(struct compiled *c)
{
	const struct sema_options *o = &c->opt->sema;
	c->probes = (struct probe_env){
		.arena = c->arena,
		.diags = &c->diags,
		.types = c->types,
		.config = &c->config,
		.features = c->opt->features,
		.lang = &c->lang,
		.sources = probe_sources_new(c->opt->traceable_functions),
		.unsafe = o->unsafe,
		.pid = o->pid,
		.child_pid = c->opt->child_pid,
		.compile_only = c->opt->compile_only,
	};
}

static void make_units(struct compiled *c)
{
	make_probe_env(c);
	compile_make_units(c);
}

static void check_types(struct compiled *c)
{
	struct sema *s = &c->sema;
	s->arena = c->arena;
	s->diags = &c->diags;
	s->types = c->types;
	s->program = c->program;
	s->config = &c->config;
	s->features = c->opt->features;
	s->probes = &c->probes;
	s->opt = c->opt->sema;
	if (c->sema.units.len && !sema_check(s))
		compile_dump_types(c);
	c_hint_skipped_includes(&c->lang, c->program);
}

/* ---- code ---- */

struct observed {
	struct compiled *c;
	const struct unit *unit;
};

static void dump_pass(void *ctx, const char *pass, const struct ir_module *m)
{
	struct observed *o = ctx;
	compile_dump_module(o->c, STAGE_PASSES, o->unit, pass, m);
}

/* The one of all programs, which is planned with the script's maps. */
static struct ir_map *shared_scratch(const struct compiled *c)
{
	size_t i = 0;
	while (c->shared.maps.data[i]->role != IR_MAP_SCRATCH)
		i++;
	return c->shared.maps.data[i];
}

/* Its elements hold what the largest program needs. */
static void grow_scratch(struct ir_map *m, const struct cg_program *p)
{
	m->value_size = MAX(m->value_size, (uint32_t)ALIGN_UP(p->scratch_bytes, 8));
}

static struct cg_program *generate_with(struct compiled *c, struct unit *u, struct ir_map *scratch)
{
	struct observed o = { .c = c, .unit = u };
	size_t errors = c->diags.errors;
	struct ir_module *m = lower_unit(&c->shared, u);
	if (c->diags.errors > errors)
		return NULL;
	compile_dump_module(c, STAGE_CODEGEN, u, NULL, m);
	opt_run(m, c->opt->verify_ir, compile_dumps(c, STAGE_PASSES) ? dump_pass : NULL, &o);
	compile_dump_module(c, STAGE_CODEGEN_OPT, u, NULL, m);
	struct cg_options cg = {
		.atomics_fetch = feature(c->opt->features, FEAT_ATOMICS),
		.stack_limit = c->opt->stack_limit ? c->opt->stack_limit : 512,
		.scratch_map = (int)scratch->index,
		.scratch_by_cpu = scratch->bpf_type == BPF_MAP_TYPE_ARRAY,
	};
	const char *error = NULL;
	struct cg_program *p = cg_generate(c->arena, m, &cg, &error);
	if (!p) {
		diag_add(&c->diags, D_UNSUPPORTED, u->decl->header_span, "%s", error);
		return NULL;
	}
	p->name = u->name;
	return p;
}

/* The kernel's MAX_USED_MAPS. */
static bool check_map_count(struct compiled *c, const struct cg_program *p)
{
	static const uint32_t USED_MAPS = 64;
	bool *used = ARENA_ARRAY(c->arena, bool, c->shared.maps.len);
	uint32_t n = 0;
	struct span last = { 0 };
	for (size_t i = 0; i < p->relocs.len; i++) {
		const struct cg_reloc *r = &p->relocs.data[i];
		bool is_map = r->kind == CG_RELOC_MAP || r->kind == CG_RELOC_MAP_VALUE;
		if (!is_map || used[r->index])
			continue;
		used[r->index] = true;
		const struct span *span = &c->shared.maps.data[r->index]->span;
		if (n++ <= USED_MAPS && span->source)
			last = *span;
	}
	if (n <= USED_MAPS)
		return true;
	struct diag *g = diag_add(&c->diags, D_MAP_LIMIT, last,
				  "This probe uses %u maps, hidden ones included; the kernel lets a program use %u.", n, USED_MAPS);
	diag_hint(&c->diags, g, "Move some of its statements to another probe of the same attach point.");
	return false;
}

static struct cg_program *generate(struct compiled *c, struct unit *u)
{
	static const uint32_t PER_CPU_LIMIT = 32 << 10; /* the kernel's PCPU_MIN_UNIT_SIZE */
	struct ir_map *scratch = shared_scratch(c);
	struct cg_program *p = generate_with(c, u, scratch);
	if (p && p->scratch_bytes > PER_CPU_LIMIT) {
		scratch = lower_scratch_by_cpu(&c->shared);
		p = generate_with(c, u, scratch);
	}
	if (!p || !check_map_count(c, p))
		return NULL;
	grow_scratch(scratch, p);
	compile_dump_code(c, u, p);
	return p;
}

static void generate_all(struct compiled *c)
{
	c->shared = (struct lower_shared){ .arena = c->arena, .sema = &c->sema };
	lower_maps_plan(&c->shared);
	for (size_t i = 0; i < c->sema.units.len; i++) {
		struct unit *u = c->sema.units.data[i];
		struct cg_program *p = u->kind->plan(&c->probes, u) ? NULL : generate(c, u);
		vec_push(c->arena, &c->programs, p);
	}
	compile_dump_maps(c);
}

static int generate_again(struct compiled *c, struct unit *u)
{
	size_t errors = c->diags.errors;
	struct cg_program *p = generate(c, u);
	if (!p || c->diags.errors > errors)
		return -1;
	c->programs.data[u->index] = p;
	return 0;
}

int compile_unit_again(struct compiled *c, struct unit *u)
{
	u->plan_attempt++;
	return u->kind->plan(&c->probes, u) ? -1 : generate_again(c, u);
}

int compile_unit_calling_loops(struct compiled *c, struct unit *u)
{
	if (!u->follows_loops || u->calls_loops)
		return -1;
	u->calls_loops = true;
	return generate_again(c, u);
}

/* ---- the whole ---- */

static struct compiled *compiled_new(const struct compile_options *opt)
{
	struct arena *arena = arena_new();
	struct compiled *c = ARENA_NEW(arena, struct compiled);
	c->arena = arena;
	c->opt = opt;
	diags_init(&c->diags, arena);
	c->diags.no_warnings = opt->sema.no_warnings;
	c->types = type_table_new(arena);
	if (opt->btf_path)
		type_table_set_btf(c->types, opt->btf_path);
	if (opt->config)
		c->config = *opt->config;
	else
		config_init(&c->config);
	return c;
}

struct compiled *compile_nothing(const struct compile_options *opt)
{
	struct compiled *c = compiled_new(opt);
	make_lang_env(c);
	make_probe_env(c);
	return c;
}

struct compiled *compile_script(const struct compile_options *opt)
{
	static void (*const stages[])(struct compiled *c) = {
		parse,	    apply_settings, resolve_imports, read_c_definitions, expand_macros,
		make_units, check_types,    generate_all,
	};
	struct compiled *c = compiled_new(opt);
	for (size_t i = 0; i < ARRAY_LEN(stages) && !failed(c); i++) {
		stages[i](c);
		if (opt->expand_only && stages[i] == make_units)
			break;
	}
	compile_dump_ids(c, 0);
	return c;
}

void compiled_free(struct compiled *c)
{
	if (!c)
		return;
	probe_sources_free(c->probes.sources);
	arena_free(c->arena);
}
