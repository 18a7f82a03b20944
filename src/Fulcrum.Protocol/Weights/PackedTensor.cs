namespace Fulcrum.Protocol.Weights;

/// <summary>
/// A float tensor on an unbounded grid, seen as a matrix of [first axis, all others]: value[r, k] = symbol[r, k] * step(rows[r] + columns[k]).
/// </summary>
/// <param name="Name">The tensor's name in the model.</param>
/// <param name="Shape">Its dimensions, outermost first.</param>
/// <param name="RowSteps">Codes of <see cref="StepGrid"/>: one per index of the first axis, or one for all.</param>
/// <param name="ColumnSteps">Codes that are added to them: one per index of the other axes together, or none.</param>
/// <param name="Symbols">Grid positions in row-major order.</param>
public sealed record PackedTensor(string Name, IReadOnlyList<long> Shape, int[] RowSteps, int[] ColumnSteps, int[] Symbols)
{
    /// <summary>Symbols of a row.</summary>
    public int RowLength => WeightCodec.RowLength(Shape, Symbols.Length);

    /// <summary>The grid values as floats, in row-major order: the product in double precision, rounded once.</summary>
    public float[] Dequantize()
    {
        float[] values = new float[Symbols.Length];
        int length = RowLength;
        for (int start = 0, row = 0; start < values.Length; start += length, row++)
        {
            int rowStep = RowSteps[RowSteps.Length == 1 ? 0 : row];
            double step = StepGrid.Step(rowStep);
            for (int k = 0; k < length && start + k < values.Length; k++)
            {
                int symbol = Symbols[start + k];
                values[start + k] = symbol == 0 ? 0 : (float)(symbol * (ColumnSteps.Length == 0 ? step : StepGrid.Step(rowStep + ColumnSteps[k])));
            }
        }

        return values;
    }

    /// <summary>Order-0 empirical entropy of the symbols, in bytes: what an ideal coder without context would need.</summary>
    public double EntropyBytes() =>
        Symbols.CountBy(s => s).Sum(c => -c.Value * Math.Log2((double)c.Value / Symbols.Length)) / 8;
}
