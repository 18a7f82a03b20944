namespace Fulcrum.Graphs.Text;

/// <summary>The words that types begin with.</summary>
internal static class TypeWords
{
    public const string Sequence = "seq";
    public const string Optional = "optional";

    /// <summary>Not ONNX's: a type kept as it stands in the file.</summary>
    public const string Encoded = "encoded";

    private static readonly Dictionary<string, ElementType> Elements = Enum.GetValues<ElementType>().ToDictionary(Of);

    private static readonly HashSet<string> Compound = [Sequence, Optional, Encoded, "map", "sparse_tensor", "opaque"];

    public static string Of(ElementType type) => type.ToString().ToLowerInvariant();

    public static bool TryElement(string word, out ElementType type) => Elements.TryGetValue(word, out type);

    public static bool IsElement(string word) => Elements.ContainsKey(word);

    public static bool IsCompound(string word) => Compound.Contains(word);

    public static bool IsReserved(string word) => IsElement(word) || IsCompound(word);
}
