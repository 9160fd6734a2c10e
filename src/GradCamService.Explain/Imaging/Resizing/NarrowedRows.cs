using GradCamService.Explain.Imaging.Decoding;

namespace GradCamService.Explain.Imaging.Resizing;

/// <summary>The rows between the two passes, each made once, and kept only as long as the vertical pass needs it.</summary>
/// <param name="pixels">The whole picture, interleaved.</param>
/// <param name="width">Pixels.</param>
/// <param name="channels">1 or 3.</param>
/// <param name="columns">Null: rows stay as they are.</param>
/// <param name="rowLength">Bytes of a row between the passes.</param>
/// <param name="most">Rows that are ever read at once.</param>
internal ref struct NarrowedRows(ReadOnlySpan<byte> pixels, int width, int channels, FilterWeights? columns, int rowLength, int most)
{
    private readonly ReadOnlySpan<byte> _pixels = pixels;
    private readonly PixelBlock? _block = columns is null ? null : PixelBlock.Rent((long)most * rowLength);
    private int _start;
    private int _end;

    /// <summary>Rows of the picture; neither bound ever decreases from one call to the next.</summary>
    public ReadOnlySpan<byte> Read(int start, int end)
    {
        if (_block is null)
            return _pixels[(start * rowLength)..(end * rowLength)];
        var rows = _block.Bytes(most * rowLength);
        var kept = Math.Max(_end - start, 0);
        rows.Slice((_end - kept - _start) * rowLength, kept * rowLength).CopyTo(rows);
        HorizontalPass.Run(_pixels, start + kept, end, width, channels, columns!, rows[(kept * rowLength)..]);
        (_start, _end) = (start, end);
        return rows[..((end - start) * rowLength)];
    }

    public readonly void Dispose() => _block?.Dispose();
}
