/* %gr: flags of kernel allocations by the kernel's names (functions.md 11.1). The first entry whose bits all remain wins. */
#include "output/out.h"

#define BIT(n) (1u << (n))

enum {
	DMA = BIT(0), HIGHMEM = BIT(1), DMA32 = BIT(2), MOVABLE = BIT(3), HIGH = BIT(5), IO = BIT(6), FS = BIT(7),
	ZERO = BIT(8), DIRECT = BIT(10), KSWAPD = BIT(11), WRITE = BIT(12), NOWARN = BIT(13), RETRY_MAYFAIL = BIT(14),
	NOFAIL = BIT(15), NORETRY = BIT(16), MEMALLOC = BIT(17), COMP = BIT(18), NOMEMALLOC = BIT(19), HARDWALL = BIT(20),
	THISNODE = BIT(21), ACCOUNT = BIT(22), ZEROTAGS = BIT(23), SKIP_ZERO = BIT(24), SKIP_KASAN = BIT(25),
	NO_OBJ_EXT = BIT(26),
	RECLAIM = DIRECT | KSWAPD,
	KERNEL = RECLAIM | IO | FS,
	USER = KERNEL | HARDWALL,
	HIGHUSER = USER | HIGHMEM,
	HIGHUSER_MOVABLE = HIGHUSER | MOVABLE | SKIP_KASAN,
	TRANSHUGE_LIGHT = (HIGHUSER_MOVABLE | COMP | NOMEMALLOC | NOWARN) & ~RECLAIM,
};

static const struct {
	uint32_t bits;
	const char *name;
} flags_table[] = {
	{ TRANSHUGE_LIGHT | DIRECT, "GFP_TRANSHUGE" },
	{ TRANSHUGE_LIGHT, "GFP_TRANSHUGE_LIGHT" },
	{ HIGHUSER_MOVABLE, "GFP_HIGHUSER_MOVABLE" },
	{ HIGHUSER, "GFP_HIGHUSER" },
	{ USER, "GFP_USER" },
	{ KERNEL | ACCOUNT, "GFP_KERNEL_ACCOUNT" },
	{ KERNEL, "GFP_KERNEL" },
	{ RECLAIM | IO, "GFP_NOFS" },
	{ HIGH | KSWAPD, "GFP_ATOMIC" },
	{ RECLAIM, "GFP_NOIO" },
	{ KSWAPD | NOWARN, "GFP_NOWAIT" },
	{ DMA, "GFP_DMA" },
	{ HIGHMEM, "__GFP_HIGHMEM" },
	{ DMA32, "GFP_DMA32" },
	{ HIGH, "__GFP_HIGH" },
	{ IO, "__GFP_IO" },
	{ FS, "__GFP_FS" },
	{ ZERO, "__GFP_ZERO" },
	{ DIRECT, "__GFP_DIRECT_RECLAIM" },
	{ KSWAPD, "__GFP_KSWAPD_RECLAIM" },
	{ WRITE, "__GFP_WRITE" },
	{ NOWARN, "__GFP_NOWARN" },
	{ RETRY_MAYFAIL, "__GFP_RETRY_MAYFAIL" },
	{ NOFAIL, "__GFP_NOFAIL" },
	{ NORETRY, "__GFP_NORETRY" },
	{ MEMALLOC, "__GFP_MEMALLOC" },
	{ COMP, "__GFP_COMP" },
	{ NOMEMALLOC, "__GFP_NOMEMALLOC" },
	{ HARDWALL, "__GFP_HARDWALL" },
	{ THISNODE, "__GFP_THISNODE" },
	{ ACCOUNT, "__GFP_ACCOUNT" },
	{ ZEROTAGS, "__GFP_ZEROTAGS" },
	{ SKIP_ZERO, "__GFP_SKIP_ZERO" },
	{ SKIP_KASAN, "__GFP_SKIP_KASAN" },
	{ NO_OBJ_EXT, "__GFP_NO_OBJ_EXT" },
};

void out_gfp_flags(struct strbuf *to, uint64_t flags)
{
	const char *separator = "";
	if (!flags)
		strbuf_putc(to, '0');
	for (size_t i = 0; i < ARRAY_LEN(flags_table) && flags; i++) {
		if ((flags & flags_table[i].bits) != flags_table[i].bits)
			continue;
		strbuf_puts(to, separator);
		strbuf_puts(to, flags_table[i].name);
		flags &= ~(uint64_t)flags_table[i].bits;
		separator = "|";
	}
	if (flags) {
		strbuf_puts(to, separator);
		strbuf_puts(to, "0x");
		out_hex(to, flags);
	}
}
