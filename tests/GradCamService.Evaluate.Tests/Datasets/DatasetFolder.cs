using GradCamService.Evaluate.Datasets;
using SkiaSharp;
using Xunit;

namespace GradCamService.Evaluate.Tests.Datasets;

/// <summary>A folder that a test fills with a dataset.</summary>
internal sealed class DatasetFolder : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("dataset-");

    public string Root => _directory.FullName;

    public string At(string file) => Path.Combine(Root, file);

    public DatasetFolder Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(file))!);
        File.WriteAllText(At(file), text);
        return this;
    }

    public DatasetFolder Write(string file, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(file))!);
        File.WriteAllBytes(At(file), bytes);
        return this;
    }

    /// <summary>A gray photo of so many pixels.</summary>
    public DatasetFolder Photo(string file, int width = 64, int height = 48)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Gray8, SKAlphaType.Opaque);
        using var encoded = bitmap.Encode(file.EndsWith(".png", StringComparison.Ordinal) ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg, 90);
        return Write(file, encoded.ToArray());
    }

    public Dataset Read() => DatasetReader.Read(Root);

    /// <summary>What the message of the refusal says, without the folder's own path.</summary>
    public string Refusal(string? file = null)
    {
        var exception = Assert.Throws<DatasetException>(() => DatasetReader.Read(file is null ? Root : At(file)));
        return string.Join('\n', exception.Problems);
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
