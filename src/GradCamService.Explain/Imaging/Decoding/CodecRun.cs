using SkiaSharp;

namespace GradCamService.Explain.Imaging.Decoding;

/// <summary>One picture out of its codec: strip by strip where the codec gives rows as it goes, else all at once.</summary>
internal sealed class CodecRun
{
    // What stays in a core's cache between the codec and the upright copy.
    private const int StripBytes = 1 << 19;

    private readonly SKCodec _codec;
    private readonly ImageHeader _header;
    private readonly CancellationToken _cancellation;
    private readonly SKImageInfo _info;
    private readonly UprightRows _upright;
    private readonly int _stripRows;
    private readonly bool _keepsAlpha;

    /// <param name="codec">At the file's beginning.</param>
    /// <param name="size">Of the decoded picture, as stored; one that the codec offers.</param>
    /// <param name="header">The file's.</param>
    /// <param name="keepsAlpha">Whether how opaque pixels are is kept, and not laid on white.</param>
    /// <param name="cancellation">Checked between strips.</param>
    public CodecRun(SKCodec codec, SKSizeI size, ImageHeader header, bool keepsAlpha, CancellationToken cancellation)
    {
        (_codec, _header, _cancellation) = (codec, header, cancellation);
        var isOpaque = codec.Info.AlphaType == SKAlphaType.Opaque;
        _keepsAlpha = keepsAlpha && !isOpaque;

        // Without a colour space in the target the codec converts none.
        var alpha = isOpaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul;
        _info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, alpha, null);
        _upright = UprightRows.Of(size.Width, size.Height, header.Stored.Origin, isOpaque);
        _stripRows = Math.Clamp(StripBytes / _info.RowBytes, 1, size.Height);
    }

    private int PixelBytes => 3 * _info.Width * _info.Height;

    /// <exception cref="CorruptImageException">The codec says so.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public DecodedPhoto Decode()
    {
        var (width, height) = _header.Stored.IsTurned ? (_info.Height, _info.Width) : (_info.Width, _info.Height);
        if (!_keepsAlpha)
            return new(width, height, _header, Decode(null), null);
        PixelBlock? pixels = null;
        var alpha = Filled((long)width * height, alpha => pixels = Decode(alpha));
        return new(width, height, _header, pixels!, alpha);
    }

    private PixelBlock Decode(PixelBlock? alpha) =>
        _header.Kind.IsReadInStrips ? Filled(PixelBytes, pixels => DecodeStrips(pixels, alpha)) : DecodeAtOnce(alpha);

    private void DecodeStrips(PixelBlock pixels, PixelBlock? alpha)
    {
        Check(_codec.StartScanlineDecode(_info));
        using var strip = PixelBlock.Rent((long)_stripRows * _info.RowBytes);
        for (var y = 0; y < _info.Height; y += _stripRows)
        {
            _cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(_stripRows, _info.Height - y);
            if (_codec.GetScanlines(strip.Start, count, _info.RowBytes) < count)
                Check(SKCodecResult.IncompleteInput);
            _upright.Place(strip.Bytes(count * _info.RowBytes), y, pixels.Bytes(PixelBytes), AlphaOf(alpha));
        }
    }

    private PixelBlock DecodeAtOnce(PixelBlock? alpha)
    {
        var decoded = Filled(_info.BytesSize64, pixels =>
        {
            Blank(pixels);
            Check(_codec.GetPixels(_info, pixels.Start));
            if (_upright.IsInOrder)
                Place(pixels, pixels, alpha);
        });
        if (_upright.IsInOrder)
            return decoded;
        using (decoded)
            return Filled(PixelBytes, pixels => Place(decoded, pixels, alpha));
    }

    /// <summary>What the codec leaves out must be blank, and not a part of somebody else's photo.</summary>
    private void Blank(PixelBlock decoded)
    {
        for (var y = 0; y < _info.Height; y += _stripRows)
        {
            _cancellation.ThrowIfCancellationRequested();
            decoded.Bytes(_info.BytesSize).Slice(y * _info.RowBytes, Math.Min(_stripRows, _info.Height - y) * _info.RowBytes).Clear();
        }
    }

    private Span<byte> AlphaOf(PixelBlock? alpha) => alpha is null ? [] : alpha.Bytes(PixelBytes / 3);

    private void Place(PixelBlock decoded, PixelBlock pixels, PixelBlock? alpha)
    {
        for (var y = 0; y < _info.Height; y += _stripRows)
        {
            _cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(_stripRows, _info.Height - y);
            var strip = decoded.Bytes(_info.BytesSize).Slice(y * _info.RowBytes, count * _info.RowBytes);
            _upright.Place(strip, y, pixels.Bytes(PixelBytes), AlphaOf(alpha));
        }
    }

    /// <summary>A block that is given back where filling it fails.</summary>
    private static PixelBlock Filled(long bytes, Action<PixelBlock> fill)
    {
        var block = PixelBlock.Rent(bytes);
        try
        {
            fill(block);
            return block;
        }
        catch
        {
            block.Dispose();
            throw;
        }
    }

    private void Check(SKCodecResult result)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (result != SKCodecResult.Success)
            throw new CorruptImageException(Describe(result, _header.Format));
    }

    private static string Describe(SKCodecResult result, string format) => result switch
    {
        SKCodecResult.IncompleteInput => $"The {format} file is truncated or damaged: its picture data end early.",
        SKCodecResult.ErrorInInput => $"The {format} file is damaged: its picture data cannot be decoded.",
        _ => $"The {format} file cannot be decoded ({result}).",
    };
}

/// <summary>All pixels of a photo, in native memory that goes when this is disposed.</summary>
/// <param name="width">Pixels.</param>
/// <param name="height">Pixels.</param>
/// <param name="header">Of the whole photo.</param>
/// <param name="pixels">Begins with them; owned by this.</param>
/// <param name="alpha">Begins with how opaque each is, where that was asked for and some are not; owned by this.</param>
internal sealed class DecodedPhoto(int width, int height, ImageHeader header, PixelBlock pixels, PixelBlock? alpha) : IDisposable
{
    private bool _isOnWhite;

    public PhotoView View => new(width, height, Pixels)
    {
        FullWidth = header.Width,
        FullHeight = header.Height,
        Alpha = alpha is null || _isOnWhite ? [] : alpha.Bytes(width * height),
    };

    private Span<byte> Pixels => pixels.Bytes(width * height * 3);

    /// <summary>Lays it on white, which is how people see it, now that the network's input is made; once.</summary>
    public void LayOnWhite()
    {
        if (alpha is null || _isOnWhite)
            return;
        Opacity.LayOnWhite(Pixels, alpha.Bytes(width * height));
        _isOnWhite = true;
    }

    public void Dispose()
    {
        pixels.Dispose();
        alpha?.Dispose();
    }
}
