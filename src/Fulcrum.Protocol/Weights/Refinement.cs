namespace Fulcrum.Protocol.Weights;

/// <summary>What a coarse tensor tells of the symbols of a finer one.</summary>
internal static class Refinement
{
    private const double Largest = 1 << 30;

    /// <summary>For each symbol of the finer grid, the one nearest to the coarse value: symbol * step / finer step, halves to even.</summary>
    /// <param name="coarse">The coarse tensor.</param>
    /// <param name="rows">Row codes of the finer grid.</param>
    /// <param name="columns">Its column codes.</param>
    public static int[] Predict(PackedTensor coarse, int[] rows, int[] columns)
    {
        int[] predicted = new int[coarse.Symbols.Length];
        int length = coarse.RowLength;
        for (int i = 0; i < predicted.Length; i++)
        {
            if (coarse.Symbols[i] is not 0 and int symbol)
                predicted[i] = (int)Math.Clamp(Math.Round(symbol * StepGrid.Step(Code(coarse.RowSteps, coarse.ColumnSteps, i / length, i % length) - Code(rows, columns, i / length, i % length))), -Largest, Largest);
        }

        return predicted;
    }

    private static int Code(int[] rows, int[] columns, int row, int column) => rows[rows.Length == 1 ? 0 : row] + (columns.Length == 0 ? 0 : columns[column]);
}
