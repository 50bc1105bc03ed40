-- Whether whoever acts may do so still, asked before the act is committed. Run by rowhouse_operator.
select auth.acts_still()
