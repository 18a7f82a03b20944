using System.Text;

namespace Fulcrum.Graphs.Text;

/// <summary>Text under way, with its indentation.</summary>
internal sealed class Page(PrintOptions options)
{
    private const int Step = 3;
    private readonly StringBuilder _text = new();
    private int _indentation;

    public PrintOptions Options => options;

    public Page Write(string text)
    {
        _text.Append(text);
        return this;
    }

    public Page Line()
    {
        _text.Append('\n').Append(' ', _indentation);
        return this;
    }

    /// <summary>Writes items on one line.</summary>
    public Page List<T>(IReadOnlyList<T> items, Action<T> write)
    {
        for (int i = 0; i < items.Count; i++)
        {
            Write(i == 0 ? "" : ", ");
            write(items[i]);
        }

        return this;
    }

    /// <summary>Writes items on indented lines of their own, in brackets.</summary>
    public Page Block<T>(string open, string separator, string close, IReadOnlyList<T> items, Action<T> write)
    {
        Write(open);
        _indentation += Step;
        for (int i = 0; i < items.Count; i++)
        {
            Write(i == 0 ? "" : separator).Line();
            write(items[i]);
        }

        _indentation -= Step;
        return Line().Write(close);
    }

    public override string ToString() => _text.ToString();
}
