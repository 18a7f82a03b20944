namespace Fulcrum.Protocol.Plans;

/// <summary>Checks names, element types and shapes of tensors.</summary>
internal static class ValueCheck
{
    public static void Check(IReadOnlyList<ManifestValue> values, string place, Action<bool, string, string> require)
    {
        require(values.Count is > 0 and <= PlanLimits.Tensors, place, $"There are {values.Count} tensors, 1 to {PlanLimits.Tensors} are possible.");
        require(values.Select(v => v.Name).Distinct().Count() == values.Count, place, "A tensor is there twice.");
        long bytes = 0;
        for (int i = 0; i < Math.Min(values.Count, PlanLimits.Tensors); i++)
        {
            ManifestValue value = values[i];
            require(value.Name.Length is > 0 and <= PlanLimits.NameLength, $"{place}[{i}].name", "The name is empty or too long.");
            require(Enum.IsDefined(value.Element), $"{place}[{i}].element", "There is no such element type.");
            bool known = TryBytes(value, out long size);
            require(known, $"{place}[{i}].shape", $"There are more than {PlanLimits.Rank} dimensions, one is below 1, or all together are too large.");
            bytes += known ? size : 0;
        }

        require(bytes <= PlanLimits.LinkBytes, place, $"The tensors have {bytes} bytes, {PlanLimits.LinkBytes} are possible.");
    }

    private static bool TryBytes(ManifestValue value, out long bytes)
    {
        bytes = value.Element.Width();
        if (value.Shape.Count > PlanLimits.Rank)
            return false;
        foreach (int size in value.Shape)
        {
            if (size < 1 || (bytes *= size) > PlanLimits.LinkBytes)
                return false;
        }

        return true;
    }
}
