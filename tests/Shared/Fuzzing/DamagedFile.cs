namespace GradCamService.Fuzzing;

/// <summary>A file in the blocks that its format is made of, while it is changed, and the blocks of another to take some from.</summary>
/// <param name="blocks">Of the file, in order; together they are the file.</param>
/// <param name="other">Of the other file, at least one.</param>
internal sealed class DamagedFile(IEnumerable<byte[]> blocks, IEnumerable<byte[]> other)
{
    /// <summary>Bytes that repeating adds at most.</summary>
    public const int Longest = 1 << 18;

    // Lengths, sizes and types are in the first bytes of a block.
    private const int Head = 16;

    public List<List<byte>> Blocks { get; } = [.. blocks.Select(block => block.ToList())];

    public IReadOnlyList<byte[]> Other { get; } = [.. other];

    /// <summary>A block, whatever its length.</summary>
    public List<byte> Any(Random random) => Blocks[random.Next(Blocks.Count)];

    /// <summary>Changes some block at some byte of it, every other time one of the first.</summary>
    public void At(Random random, Action<List<byte>, int> change)
    {
        var block = Any(random);
        if (block.Count > 0)
            change(block, random.Next(random.Next(2) == 0 ? Math.Min(Head, block.Count) : block.Count));
    }

    public void Insert(List<byte> block, Random random) => Blocks.Insert(random.Next(Blocks.Count + 1), block);

    public byte[] ToArray() => [.. Blocks.SelectMany(block => block)];
}
