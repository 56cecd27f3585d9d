// GitHub's rate limits: a budget an hour and credential, and secondary limits on bursts.
export class GithubLimits {
  constructor(now, limit) {
    this.now = now;
    this.limit = limit;
    this.budgets = new Map(); // credential and resource -> {used, reset}
    this.refusals = []; // answers that come before the next requests are looked at
  }

  budget(credential, resource) {
    const key = `${credential} ${resource}`;
    let budget = this.budgets.get(key);
    const second = Math.floor(this.now() / 1000);
    if (!budget || budget.reset <= second) this.budgets.set(key, (budget = { used: 0, reset: second + 3600 }));
    return { limit: this.limit, used: budget.used, remaining: Math.max(0, this.limit - budget.used), reset: budget.reset };
  }

  headers(credential, resource) {
    const { limit, used, remaining, reset } = this.budget(credential, resource);
    const values = { limit, used, remaining, reset, resource };
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [`x-ratelimit-${name}`, String(value)]));
  }

  count(credential, resource) {
    this.budget(credential, resource);
    ++this.budgets.get(`${credential} ${resource}`).used;
  }

  /** The next `count` requests for a path that `pattern` is in meet a secondary limit. */
  refuseNext(count, retryAfter, pattern = /^/) {
    for (let i = 0; i < count; ++i) this.refusals.push({ retryAfter, pattern });
  }

  refusal(credential, resource, path) {
    const refused = this.refusals.findIndex(({ pattern }) => pattern.test(path));
    if (refused >= 0) {
      const [{ retryAfter }] = this.refusals.splice(refused, 1);
      const body = { message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.', documentation_url: 'https://docs.github.com/rest' };
      return { status: 403, body, headers: { 'retry-after': String(retryAfter) } };
    }
    if (this.budget(credential, resource).remaining > 0) return undefined;
    return { status: 403, body: { message: `API rate limit exceeded for ${credential}.`, documentation_url: 'https://docs.github.com/rest' }, headers: this.headers(credential, resource) };
  }
}
