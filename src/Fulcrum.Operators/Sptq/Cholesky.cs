using System.Numerics.Tensors;

namespace Fulcrum.Operators.Sptq;

/// <summary>Factors of symmetric positive definite matrices, row-major, in double precision.</summary>
internal static class Cholesky
{
    /// <summary>
    /// The upper triangular U with positive diagonal for which the inverse of a matrix is U' U. Read backwards A is L L', so A = R R' with R upper, and U is R's inverse:
    /// A itself is never inverted.
    /// </summary>
    /// <param name="matrix">A, symmetric positive definite, size * size.</param>
    /// <param name="size">Rows.</param>
    /// <returns>U; zeros below the diagonal. Null when A is not positive definite.</returns>
    public static double[]? UpperOfInverse(ReadOnlySpan<double> matrix, int size)
    {
        double[] lower = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
                lower[(i * size) + j] = matrix[((size - 1 - i) * size) + size - 1 - j];
        }

        if (!Factor(lower, size))
            return null;
        Invert(lower, size);
        double[] upper = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = i; j < size; j++)
                upper[(i * size) + j] = lower[((size - 1 - i) * size) + size - 1 - j];
        }

        return upper;
    }

    /// <summary>The lower triangle becomes L with L L' = A; false when A is not positive definite.</summary>
    private static bool Factor(double[] a, int size)
    {
        for (int i = 0; i < size; i++)
        {
            Span<double> row = a.AsSpan(i * size, size);
            for (int j = 0; j < i; j++)
                row[j] = (row[j] - TensorPrimitives.Dot<double>(row[..j], a.AsSpan(j * size, j))) / a[(j * size) + j];
            double rest = row[i] - TensorPrimitives.Dot<double>(row[..i], row[..i]);
            if (!(rest > 0))
                return false;
            row[i] = Math.Sqrt(rest);
        }

        return true;
    }

    /// <summary>The lower triangle L becomes its inverse: row i is (e_i - sum over j below i of L_ij times row j) / L_ii.</summary>
    private static void Invert(double[] a, int size)
    {
        double[] sum = new double[size];
        for (int i = 0; i < size; i++)
        {
            Span<double> row = a.AsSpan(i * size, size), gathered = sum.AsSpan(0, i);
            gathered.Clear();
            for (int j = 0; j < i; j++)
                TensorPrimitives.MultiplyAdd(a.AsSpan(j * size, j + 1), row[j], gathered[..(j + 1)], gathered[..(j + 1)]);
            TensorPrimitives.Multiply(gathered, -1 / row[i], row[..i]);
            row[i] = 1 / row[i];
        }
    }
}
