using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Variants;

namespace Fulcrum.Planning.Baselines;

/// <summary>Plans with one cut: the head on the first tier, the tail on a later one; tiers between hand on.</summary>
internal static class SingleCut
{
    /// <summary>Everything on the first tier.</summary>
    public static Plan OnDevice(VariantSpace space, int pattern = 0) => space.Build(pattern, [], []);

    /// <summary>Cut and coded in a given way.</summary>
    public static Plan Of(VariantSpace space, int pattern, int tier, int cut, Func<string, TensorCoding> coding)
    {
        LinkOption option = space.Cuts[cut].Option([.. space.Cuts[cut].Tensors.Select(coding)]);
        return space.Build(pattern, [.. Enumerable.Repeat(cut, tier)], [.. Enumerable.Repeat(option, tier)]);
    }

    /// <summary>The coding of a tensor as it is computed; the first on offer when that is not.</summary>
    public static TensorCoding Plain(VariantSpace space, string tensor) => Named(space, tensor, TensorCoding.Plain) ?? space.Codings(tensor)[0];

    /// <summary>The coding of a tensor with a name; null when it is not on offer.</summary>
    public static TensorCoding? Named(VariantSpace space, string tensor, string name) => space.Codings(tensor).FirstOrDefault(c => c.Name == name);

    /// <summary>The cuts that send something.</summary>
    public static IEnumerable<int> Cuts(VariantSpace space) => Enumerable.Range(0, space.Cuts.Count).Where(c => !space.Cuts[c].IsFull);

    /// <summary>The tiers after the first.</summary>
    public static IEnumerable<int> LaterTiers(VariantSpace space) => Enumerable.Range(1, space.System.Tiers.Count - 1);
}
