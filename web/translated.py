"""Puts translated words into a template when it is read: each language has its own set of templates."""

from jinja2 import nodes
from jinja2.ext import InternationalizationExtension


class Translated(InternationalizationExtension):
    """Jinja's `trans` tag, its words looked up when the template is read: only its values are put in for each page.

    The environment carries its language's words as `words` (`environment.extend(words=...)`).
    """

    def _make_node(  # noqa: PLR0913, PLR0917 - as Jinja calls it
        self,
        singular: str,
        plural: str | None,
        context: str | None,
        variables: dict[str, nodes.Expr],
        plural_expr: nodes.Expr | None,
        vars_referenced: bool,  # noqa: FBT001
        num_called_num: bool,  # noqa: FBT001
    ) -> nodes.Output:
        """Return what stands for one `trans` tag."""
        if context is None and plural_expr is None and not variables and not vars_referenced:
            return nodes.Output([nodes.TemplateData(self.environment.words.gettext(singular) % {})])  # type: ignore[attr-defined]
        if context is None and plural_expr is None and variables:
            words = nodes.Const(self.environment.words.gettext(singular))  # type: ignore[attr-defined]
            values = nodes.Dict([nodes.Pair(nodes.Const(name), value) for name, value in variables.items()])
            return nodes.Output([nodes.Mod(nodes.MarkSafeIfAutoescape(words), values)])
        return super()._make_node(singular, plural, context, variables, plural_expr, vars_referenced, num_called_num)
