/*
 * import "NAME.bpf.o": functions that a C compiler made. Instructions stand in the section .text, names and places in the
 * symbol table, signatures in BTF (all as clang -O2 -g -target bpf writes them). A function brings along the functions of
 * .text that it calls. What needs more of its object, data and maps or offsets that a loader has to adjust, cannot be
 * called; the reason is kept for the one who tries.
 *
 * Source of the formats: the kernel's Documentation/bpf/llvm_reloc.rst and btf.rst (.BTF.ext).
 */
#include <bpf/btf.h>
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <linux/bpf.h>
#include <unistd.h>

#include "lang/ast.h"

enum { INSN_SIZE = sizeof(struct bpf_insn), CALL_RELOC = 10 /* R_BPF_64_32 */, OBJECT_POINTERS = 2 /* to pointers */ };

struct object {
	struct arena *arena;
	Elf *elf;
	struct btf *btf;
	Elf_Scn *text, *symbols, *relocs, *btf_ext;
	const struct bpf_insn *insns;
	size_t insn_count;
	struct fn_code **starts; /* by instruction: the function that begins there */
};

/* ---- the file ---- */

static Elf_Data *section_data(Elf_Scn *scn) { return scn ? elf_getdata(scn, NULL) : NULL; }

static void find_sections(struct object *o)
{
	size_t names;
	Elf_Scn *scn = NULL;
	if (elf_getshdrstrndx(o->elf, &names))
		return;
	while ((scn = elf_nextscn(o->elf, scn))) {
		GElf_Shdr sh;
		const char *name = gelf_getshdr(scn, &sh) ? elf_strptr(o->elf, names, sh.sh_name) : NULL;
		if (name && !strcmp(name, ".text"))
			o->text = scn;
		else if (name && !strcmp(name, ".rel.text"))
			o->relocs = scn;
		else if (name && !strcmp(name, ".BTF.ext"))
			o->btf_ext = scn;
		else if (sh.sh_type == SHT_SYMTAB)
			o->symbols = scn;
	}
}

static bool is_bpf(Elf *elf)
{
	GElf_Ehdr eh;
	return elf && gelf_getehdr(elf, &eh) && eh.e_machine == EM_BPF;
}

static const char *open_object(struct object *o, int fd, const char *path)
{
	elf_version(EV_CURRENT);
	o->elf = elf_begin(fd, ELF_C_READ, NULL);
	if (!is_bpf(o->elf))
		return "it is no BPF object file";
	find_sections(o);
	Elf_Data *text = section_data(o->text);
	if (!text || !text->d_size || !o->symbols)
		return "it has no functions in its section .text";
	o->btf = btf__parse_elf(path, NULL);
	if (!o->btf)
		return "it has no BTF: compile it with -g";
	o->insns = text->d_buf;
	o->insn_count = text->d_size / INSN_SIZE;
	o->starts = ARENA_ARRAY(o->arena, struct fn_code *, o->insn_count);
	return NULL;
}

static void close_object(struct object *o)
{
	btf__free(o->btf);
	elf_end(o->elf);
}

/* ---- symbols ---- */

static bool symbol_at(const struct object *o, size_t n, GElf_Sym *ret)
{
	return gelf_getsym(section_data(o->symbols), (int)n, ret);
}

static const char *symbol_name(const struct object *o, const GElf_Sym *sym)
{
	GElf_Shdr sh;
	return gelf_getshdr(o->symbols, &sh) ? elf_strptr(o->elf, sh.sh_link, sym->st_name) : NULL;
}

/* The prototype of a function; NULL: BTF does not have it. */
static const struct btf_type *find_prototype(const struct object *o, const char *name)
{
	int id = btf__find_by_name_kind(o->btf, name, BTF_KIND_FUNC);
	return id > 0 ? btf__type_by_id(o->btf, btf__type_by_id(o->btf, (uint32_t)id)->type) : NULL;
}

/* The code of a symbol, if it is a function of .text. */
static struct fn_code *symbol_code(struct object *o, const GElf_Sym *sym)
{
	size_t first = sym->st_value / INSN_SIZE, count = sym->st_size / INSN_SIZE;
	const char *name = symbol_name(o, sym);
	const struct btf_type *proto;
	if (!name || GELF_ST_TYPE(sym->st_info) != STT_FUNC || sym->st_shndx != elf_ndxscn(o->text) || !count ||
	    first >= o->insn_count || count > o->insn_count - first)
		return NULL;
	struct fn_code *code = ARENA_NEW(o->arena, struct fn_code);
	code->name = arena_strdup(o->arena, name);
	code->insns = arena_dup(o->arena, o->insns + first, count * INSN_SIZE);
	code->count = count;
	code->first = first;
	proto = find_prototype(o, name);
	code->param_count = proto ? btf_vlen(proto) : 0;
	o->starts[first] = code;
	return code;
}

/* ---- what a function needs ---- */

static void add_callee(struct object *o, struct fn_code *code, size_t insn, int64_t target)
{
	struct fn_code *callee = target >= 0 && target < (int64_t)o->insn_count ? o->starts[target] : NULL;
	if (!callee) {
		code->problem = "it calls a function outside of its section .text";
		return;
	}
	vec_push(o->arena, &code->calls, ((struct fn_call){ (uint32_t)insn, callee }));
}

static bool is_local_call(const struct bpf_insn *i)
{
	return i->code == (BPF_JMP | BPF_CALL) && i->src_reg == BPF_PSEUDO_CALL;
}

/* Calls inside of .text: relative to the next instruction, or to the symbol of a relocation. */
static void find_callees(struct object *o, struct fn_code *code, const int64_t *base)
{
	for (size_t i = 0; i < code->count; i++) {
		size_t at = code->first + i;
		if (is_local_call(&code->insns[i]))
			add_callee(o, code, i, (base[at] < 0 ? (int64_t)at : base[at]) + code->insns[i].imm + 1);
		else if (base[at] >= 0)
			code->problem = "it uses data or maps of its object";
		else if (code->insns[i].code == (BPF_JMP | BPF_CALL) && code->insns[i].src_reg == BPF_PSEUDO_KFUNC_CALL)
			code->problem = "it calls a function of the kernel";
	}
}

/* By instruction: where its symbol is, in instructions; -1: it has no relocation. */
static int64_t *read_relocations(struct object *o)
{
	int64_t *base = ARENA_ARRAY(o->arena, int64_t, o->insn_count);
	Elf_Data *data = section_data(o->relocs);
	GElf_Rel rel;
	GElf_Sym sym;
	memset(base, 0xff, o->insn_count * sizeof(*base));
	for (int i = 0; data && gelf_getrel(data, i, &rel); i++) {
		size_t at = rel.r_offset / INSN_SIZE;
		if (at >= o->insn_count || !symbol_at(o, GELF_R_SYM(rel.r_info), &sym))
			continue;
		bool call = GELF_R_TYPE(rel.r_info) == CALL_RELOC && sym.st_shndx == elf_ndxscn(o->text);
		base[at] = call ? (int64_t)(sym.st_value / INSN_SIZE) : INT32_MAX;
	}
	return base;
}

/* Offsets of structure members that a loader would adjust to the running kernel: records in .BTF.ext. */
static bool has_core_relocations(const struct object *o)
{
	struct {
		uint16_t magic;
		uint8_t version, flags;
		uint32_t header_size, func_off, func_len, line_off, line_len, core_off, core_len;
	} h;
	Elf_Data *data = section_data(o->btf_ext);
	if (!data || data->d_size < sizeof(h))
		return false;
	memcpy(&h, data->d_buf, sizeof(h));
	return h.header_size >= sizeof(h) && h.core_len;
}

/* ---- signatures ---- */

static const char *int_name(const struct btf_type *t)
{
	static const char *const names[2][9] = {
		{ [1] = "uint8", [2] = "uint16", [4] = "uint32", [8] = "uint64" },
		{ [1] = "int8", [2] = "int16", [4] = "int32", [8] = "int64" },
	};
	bool is_signed = btf_is_any_enum(t) ? btf_kflag(t) : btf_int_encoding(t) & BTF_INT_SIGNED;
	if (btf_is_int(t) && btf_int_encoding(t) & BTF_INT_BOOL)
		return "bool";
	return t->size <= 8 ? names[is_signed][t->size] : NULL;
}

/* The script's spelling of a C type that fits a register; what structures are pointed to is left open. NULL: none. */
static struct type_ref *type_from_btf(struct object *o, uint32_t id, struct span span, unsigned depth)
{
	struct type_ref *r;
	int resolved = btf__resolve_type(o->btf, id);
	const struct btf_type *t = resolved > 0 ? btf__type_by_id(o->btf, (uint32_t)resolved) : NULL;
	if (t && btf_is_ptr(t)) {
		r = depth ? type_from_btf(o, t->type, span, depth - 1) : NULL;
		if (r)
			vec_push(o->arena, &r->suffixes, ((typeof(*r->suffixes.data)){ .is_pointer = true }));
		return r;
	}
	r = ARENA_NEW(o->arena, struct type_ref);
	r->span = span;
	if (t && (btf_is_int(t) || btf_is_any_enum(t)))
		r->name = int_name(t);
	else if (!t || depth < OBJECT_POINTERS)
		r->name = "void";
	return r->name ? r : NULL;
}

static void read_signature(struct object *o, struct fn_decl *d, const struct btf_type *proto)
{
	const struct btf_param *params = btf_params(proto);
	d->ret = type_from_btf(o, proto->type, d->span, OBJECT_POINTERS);
	for (uint32_t i = 0; d->ret && i < btf_vlen(proto); i++) {
		const char *name = btf__name_by_offset(o->btf, params[i].name_off);
		struct fn_param p = { .name = arena_strdup(o->arena, name), .span = d->span };
		p.type_ref = type_from_btf(o, params[i].type, d->span, OBJECT_POINTERS);
		if (!p.type_ref)
			d->ret = NULL;
		vec_push(o->arena, &d->params, p);
	}
}

/* ---- the whole ---- */

static void add_function(struct object *o, struct program *into, struct fn_code *code, struct span span)
{
	const struct btf_type *proto = find_prototype(o, code->name);
	struct fn_decl *d = ARENA_NEW(o->arena, struct fn_decl);
	*d = (struct fn_decl){ .span = span, .name_span = span, .name = code->name, .code = code };
	d->body = ARENA_NEW(o->arena, struct block);
	d->body->span = span;
	if (proto)
		read_signature(o, d, proto);
	if (d->ret)
		vec_push(o->arena, &into->items, ((struct item){ .kind = ITEM_FN, .fn = d }));
}

static void add_functions(struct object *o, struct program *into, struct span span)
{
	const int64_t *base = read_relocations(o);
	bool core = has_core_relocations(o);
	VEC(struct fn_code *) global = { 0 };
	GElf_Sym sym;
	for (size_t i = 0; symbol_at(o, i, &sym); i++) {
		struct fn_code *code = symbol_code(o, &sym);
		if (code && GELF_ST_BIND(sym.st_info) == STB_GLOBAL)
			vec_push(o->arena, &global, code);
	}
	for (size_t i = 0; i < o->insn_count; i++)
		if (o->starts[i])
			find_callees(o, o->starts[i], base);
	for (size_t i = 0; i < global.len; i++) {
		if (core)
			global.data[i]->problem = "its object has structure offsets that would have to be adjusted to the kernel";
		add_function(o, into, global.data[i], span);
	}
}

const char *object_import(struct lang_env *env, struct program *into, const char *path, struct span span)
{
	struct object o = { .arena = env->arena };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return strerror(errno);
	const char *problem = open_object(&o, fd, path);
	if (!problem)
		add_functions(&o, into, span);
	close_object(&o);
	close(fd);
	return problem;
}
