/*
 * A hash map from strings to pointers: open addressing with linear probing, a power of two of slots, at most two
 * thirds full. An empty slot has a NULL key. Nothing is ever removed.
 */

#include "base/base.h"

void strmap_init(struct strmap *m, struct arena *a)
{
	*m = (struct strmap){ .arena = a };
}

void strmap_done(struct strmap *m)
{
	if (!m->arena)
		free(m->slots);
	*m = (struct strmap){ .arena = m->arena };
}

static uint64_t mix(uint64_t h, uint64_t word)
{
	h = (h ^ word) * 0x9fb21c651e98df25;
	return h ^ h >> 32;
}

/* Eight bytes at a time; the last word is filled up with zeros, which the length in the seed tells from real ones. */
uint64_t hash_bytes(const void *p, size_t len)
{
	const unsigned char *s = p;
	uint64_t h = len * 0xd6e8feb86659fd93, word;
	for (; len >= sizeof(word); len -= sizeof(word), s += sizeof(word)) {
		memcpy(&word, s, sizeof(word));
		h = mix(h, word);
	}
	word = 0;
	for (size_t i = 0; i < len; i++)
		word |= (uint64_t)s[i] << 8 * i;
	return mix(mix(h, word), 0);
}

/* The slot that holds the key, or the empty one where it belongs. There is always an empty one. */
static struct strmap_slot *find_slot(struct strmap_slot *slots, size_t cap, const char *key, size_t len, uint64_t hash)
{
	for (size_t i = hash & (cap - 1);; i = (i + 1) & (cap - 1)) {
		struct strmap_slot *s = &slots[i];
		if (!s->key || (s->hash == hash && s->len == len && !memcmp(s->key, key, len)))
			return s;
	}
}

static void grow(struct strmap *m)
{
	size_t cap = m->cap ? m->cap * 2 : 16;
	struct strmap_slot *slots =
		m->arena ? ARENA_ARRAY(m->arena, struct strmap_slot, cap) : xcalloc(cap, sizeof(*slots));
	for (size_t i = 0; i < m->cap; i++) {
		const struct strmap_slot *s = &m->slots[i];
		if (s->key)
			*find_slot(slots, cap, s->key, s->len, s->hash) = *s;
	}
	if (!m->arena)
		free(m->slots);
	m->slots = slots;
	m->cap = cap;
}

void *strmap_getn(const struct strmap *m, const char *key, size_t len)
{
	return m->cap ? find_slot(m->slots, m->cap, key, len, hash_bytes(key, len))->value : NULL;
}

void *strmap_get(const struct strmap *m, const char *key)
{
	return strmap_getn(m, key, strlen(key));
}

void *strmap_putn(struct strmap *m, const char *key, size_t len, void *value)
{
	if (m->len * 3 >= m->cap * 2)
		grow(m);
	uint64_t hash = hash_bytes(key, len);
	struct strmap_slot *s = find_slot(m->slots, m->cap, key, len, hash);
	void *before = s->value;
	if (!s->key) {
		*s = (struct strmap_slot){ .key = key, .len = len, .hash = hash };
		m->len++;
	}
	s->value = value;
	return before;
}

void *strmap_put(struct strmap *m, const char *key, void *value)
{
	return strmap_putn(m, key, strlen(key), value);
}
