using System.Text;

namespace Fulcrum.Hostile.Tests.Mutations;

/// <summary>Makes models that are almost right: one to four changes, each to a field, knowing where fields begin and end.</summary>
internal sealed class Mutator(IReadOnlyList<string> paths, Random random)
{
    private static readonly ulong[] Numbers = [0, 1, 2, 3, 4, 7, 8, 16, 21, 127, 255, 999, 1UL << 31, int.MaxValue, 1UL << 32, long.MaxValue, 1UL << 63, unchecked((ulong)-1L), unchecked((ulong)-2L), 1UL << 40];
    private static readonly string[] Words = ["", "x", "y", "Loop", "If", "Scan", "Expand", "ConstantOfShape", "Reshape", "Slice", "Concat", "Einsum", "Constant", "Gather", "Resize", "body", "axes", "value", "ai.onnx.ml", "\0", "😀"];

    /// <summary>A mutant, and what it was made of.</summary>
    public (byte[] Bytes, string From) Next()
    {
        string path = paths[random.Next(paths.Count)];
        List<WireField> tree = Tree(path);
        for (int changes = random.Next(1, 5); changes > 0; changes--)
            Change(tree);
        byte[] bytes = WireTree.Write(tree);
        if (random.Next(20) == 0)
            bytes = bytes[..random.Next(bytes.Length + 1)];
        return (bytes, path);
    }

    private static List<WireField> Tree(string path) => WireTree.Parse(File.ReadAllBytes(path)) ?? [];

    private void Change(List<WireField> tree)
    {
        (List<WireField> Around, int Position)[] all = [.. WireTree.All(tree)];
        if (all.Length == 0)
            return;
        (List<WireField> around, int position) = all[random.Next(all.Length)];
        WireField field = around[position];
        switch (random.Next(10))
        {
            case 0 or 1 or 2: ChangeValue(field, all); break;
            case 3: around.Insert(position, field.Copy()); break;
            case 4: around.RemoveAt(position); break;
            case 5: (around[position], around[0]) = (around[0], around[position]); break;
            case 6: field.Number = random.Next(2) == 0 ? random.Next(1, 26) : around[random.Next(around.Count)].Number; break;
            case 7: field.ClaimedLength = unchecked((long)Numbers[random.Next(Numbers.Length)]); break;
            case 8: Splice(around, position); break;
            default: ChangeText(all); break;
        }
    }

    private void ChangeValue(WireField field, (List<WireField> Around, int Position)[] all)
    {
        if (field.Wire == 0)
            field.Value = Numbers[random.Next(Numbers.Length)];
        else if (field.Fields is null && field.Bytes.Length > 0)
            field.Bytes = Flipped(field.Bytes);
        else
            ChangeNumber(all);
    }

    /// <summary>Numbers are few among the fields, and matter most.</summary>
    private void ChangeNumber((List<WireField> Around, int Position)[] all)
    {
        WireField[] numbers = [.. all.Select(a => a.Around[a.Position]).Where(f => f.Wire == 0)];
        if (numbers.Length > 0)
            numbers[random.Next(numbers.Length)].Value = Numbers[random.Next(Numbers.Length)];
    }

    private byte[] Flipped(byte[] bytes)
    {
        byte[] changed = (byte[])bytes.Clone();
        int at = random.Next(changed.Length);
        if (changed.Length >= 8 && random.Next(2) == 0)
            BitConverter.TryWriteBytes(changed.AsSpan(at / 8 * 8 <= changed.Length - 8 ? at / 8 * 8 : 0), Numbers[random.Next(Numbers.Length)]);
        else
            changed[at] = (byte)random.Next(256);
        return changed;
    }

    private void ChangeText((List<WireField> Around, int Position)[] all)
    {
        WireField[] texts = [.. all.Select(a => a.Around[a.Position]).Where(f => f.Wire == 2 && f.Fields is null)];
        if (texts.Length == 0)
            return;
        WireField text = texts[random.Next(texts.Length)];
        text.Bytes = random.Next(2) == 0 ? texts[random.Next(texts.Length)].Bytes : Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)]);
    }

    /// <summary>Puts a piece of another model, or of this one, in place of a field or beside it.</summary>
    private void Splice(List<WireField> around, int position)
    {
        (List<WireField> Around, int Position)[] others = [.. WireTree.All(Tree(paths[random.Next(paths.Count)])).Where(o => o.Around[o.Position].Fields is not null)];
        if (others.Length == 0)
            return;
        (List<WireField> from, int at) = others[random.Next(others.Length)];
        WireField piece = from[at].Copy();
        if (random.Next(2) == 0)
            piece.Number = around[position].Number;
        if (random.Next(2) == 0)
            around[position] = piece;
        else
            around.Insert(position, piece);
    }
}
