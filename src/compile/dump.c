/* The dumps of -d: what each stage made, as text. Each begins with a line that names the stage. */
#include "compile/internal.h"

bool compile_dumps(const struct compiled *c, enum compile_stage s)
{
	return c->opt->dump_out && (c->opt->dump & (1u << s));
}

static void title(struct compiled *c, const char *text)
{
	strbuf_printf(c->opt->dump_out, "%s\n-------------------\n", text);
}

void compile_dump_program(struct compiled *c, enum compile_stage s, const char *after)
{
	if (!compile_dumps(c, s))
		return;
	title(c, arena_sprintf(c->arena, "AST after: %s", after));
	ast_print_program(c->program, c->opt->dump_out);
	strbuf_putc(c->opt->dump_out, '\n');
}

void compile_dump_types(struct compiled *c)
{
	if (!compile_dumps(c, STAGE_TYPES))
		return;
	for (size_t i = 0; i < c->sema.units.len; i++) {
		title(c, arena_sprintf(c->arena, "Types of: %s", c->sema.units.data[i]->name));
		ast_print_types(c->sema.units.data[i]->decl, c->opt->dump_out);
		strbuf_putc(c->opt->dump_out, '\n');
	}
}

static const char *const titles[STAGE_COUNT] = {
	[STAGE_CODEGEN] = "SSA form before optimisation",
	[STAGE_CODEGEN_OPT] = "SSA form after optimisation",
	[STAGE_PASSES] = "SSA form after",
};

void compile_dump_module(struct compiled *c, enum compile_stage s, const struct unit *u, const char *pass,
			 const struct ir_module *m)
{
	if (!compile_dumps(c, s))
		return;
	title(c, arena_sprintf(c->arena, "%s%s%s: %s", titles[s], pass ? " " : "", pass ? pass : "", u->name));
	ir_print(m, c->opt->dump_out);
	strbuf_putc(c->opt->dump_out, '\n');
}

void compile_dump_code(struct compiled *c, const struct unit *u, const struct cg_program *p)
{
	if (!compile_dumps(c, STAGE_DIS))
		return;
	title(c, arena_sprintf(c->arena, "Instructions: %s (%u)", u->name, p->insn_count));
	cg_disassemble(p, true, c->opt->dump_out);
	strbuf_putc(c->opt->dump_out, '\n');
}

void compile_dump_maps(struct compiled *c)
{
	if (!compile_dumps(c, STAGE_MAPS))
		return;
	title(c, "Maps");
	for (size_t i = 0; i < c->shared.maps.len; i++) {
		const struct ir_map *m = c->shared.maps.data[i];
		if (m->home)
			strbuf_printf(c->opt->dump_out, "%s: in %s of type %u and value %u at %u\n", m->name, m->home->name,
				      m->home->bpf_type, m->home->value_size, m->home_at);
		else
			strbuf_printf(c->opt->dump_out, "%s: type %u key %u value %u entries %u flags 0x%x\n", m->name,
				      m->bpf_type, m->key_size, m->value_size, m->max_entries, m->flags);
	}
	strbuf_putc(c->opt->dump_out, '\n');
}

void compile_dump_ids(const struct compiled *c, size_t from)
{
	for (size_t i = from; compile_dumps(c, STAGE_IDS) && i < c->diags.list.len; i++) {
		const struct diag *g = c->diags.list.data[i];
		const struct source *src = g->span.source;
		unsigned line, col;
		strbuf_printf(c->opt->dump_out, "%s", diag_id_name(g->id));
		if (src) {
			source_locate(src, g->span.begin, &line, &col);
			strbuf_printf(c->opt->dump_out, " %s:%u:%u", src->name, line, col);
		}
		strbuf_putc(c->opt->dump_out, '\n');
	}
}
