using Fulcrum.Problems;

namespace Fulcrum.Graphs.Text;

/// <summary>
/// Small models as text that people write and read, in ONNX's own textual syntax.
/// The syntax has no words for doc strings and metadata below the model, denotations, sparse initializers, quantization annotations and unknown fields: these are not printed.
/// </summary>
public static class GraphText
{
    /// <summary>The text of a model, which <see cref="Parse"/> reads back.</summary>
    /// <exception cref="InputException">The data of a tensor cannot be read any more.</exception>
    public static string Print(Model model, PrintOptions? options = null)
    {
        var page = new Page(options ?? new PrintOptions());
        ModelPrinter.Write(page, model);
        return page.ToString();
    }

    /// <summary>The text of a graph alone, without the model's header and functions.</summary>
    /// <exception cref="InputException">The data of a tensor cannot be read any more.</exception>
    public static string Print(Graph graph, PrintOptions? options = null)
    {
        var page = new Page(options ?? new PrintOptions());
        GraphPrinter.Write(page, graph);
        page.Line();
        return page.ToString();
    }

    /// <summary>Reads a model; what the text does not say has the defaults of <see cref="Model"/>.</summary>
    /// <exception cref="InputException">The text is wrong (<c>text-syntax</c>); the place is <c>line:column</c>.</exception>
    public static Model Parse(string text) => ModelParser.Read(new TokenReader(Lexer.Read(text)));
}
