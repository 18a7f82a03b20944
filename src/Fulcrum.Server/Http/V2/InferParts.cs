using Fulcrum.Graphs;

namespace Fulcrum.Server.Http.V2;

/// <summary>What a request says of one input.</summary>
internal struct InputPart
{
    public bool Given;
    public ElementType Element;

    /// <summary>Where its dimensions begin among all of the request's, and how many they are; -1 when there are none.</summary>
    public int ShapeAt, Rank;

    /// <summary>Where its JSON data are in the header; length -1 when there are none.</summary>
    public int DataAt, DataLength;

    /// <summary>Bytes of its binary data; -1 when there are none.</summary>
    public long BinarySize;
}

/// <summary>An output that a request wants.</summary>
/// <param name="Index">Its number in the model.</param>
/// <param name="Binary">Whether it asks for binary data; null when it does not say.</param>
internal readonly record struct OutputPart(int Index, bool? Binary);
