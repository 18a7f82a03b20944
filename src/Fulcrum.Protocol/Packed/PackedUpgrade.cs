using System.Text.Json.Serialization;

namespace Fulcrum.Protocol.Packed;

/// <summary>The JSON header of an upgrade.</summary>
/// <param name="Before">The content that it is for (<see cref="PackedContent"/>).</param>
/// <param name="After">What comes out.</param>
/// <param name="StepBytes">Bytes of the steps.</param>
/// <param name="SymbolBytes">Bytes of the symbols.</param>
/// <param name="Tensors">The tensors that it makes finer, by their positions, in order.</param>
/// <param name="Floats">Positions of tensors of floats that it holds anew.</param>
internal sealed record PackedUpgradeHeader(string Before, string After, int StepBytes, int SymbolBytes, IReadOnlyList<PackedUpgradeTensor> Tensors, IReadOnlyList<int> Floats);

/// <summary>A tensor that becomes finer.</summary>
/// <param name="At">Its position among the tensors.</param>
/// <param name="Rows">How many row codes it has then.</param>
/// <param name="Columns">How many column codes.</param>
internal sealed record PackedUpgradeTensor(int At, int Rows, int Columns);

/// <summary>JSON of the header: snake_case, unknown members refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PackedUpgradeHeader))]
internal sealed partial class PackedUpgradeJson : JsonSerializerContext;
