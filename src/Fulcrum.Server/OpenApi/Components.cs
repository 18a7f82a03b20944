using System.Text.Json.Nodes;

namespace Fulcrum.Server.OpenApi;

/// <summary>What <c>components.json</c> holds: the parts of the document that no contract says, those of the Open Inference Protocol among them.</summary>
internal static class Components
{
    private static readonly Lazy<JsonObject> All = new(Load);

    /// <summary>One part of it, to be changed at will.</summary>
    public static JsonObject Read(string part) => (JsonObject)All.Value[part]!.DeepClone();

    private static JsonObject Load()
    {
        using Stream stored = typeof(Components).Assembly.GetManifestResourceStream("openapi/components.json")!;
        return (JsonObject)JsonNode.Parse(stored)!;
    }
}
