namespace Fulcrum.Onnx.Wire;

/// <summary>Collects a repeated field; costs nothing while it is empty.</summary>
internal struct ArrayBuilder<T>
{
    private T[]? _items;

    public int Count { get; private set; }

    public void Add(T item)
    {
        _items ??= new T[1];
        if (Count == _items.Length)
            Array.Resize(ref _items, Count * 2);
        _items[Count++] = item;
    }

    /// <summary>Makes room for more items at once.</summary>
    public void Reserve(int more)
    {
        if (more > 0 && Count + more > (_items?.Length ?? 0))
            Array.Resize(ref _items, Count + more);
    }

    public readonly T[] ToArray() => _items is null ? [] : Count == _items.Length ? _items : _items[..Count];
}
