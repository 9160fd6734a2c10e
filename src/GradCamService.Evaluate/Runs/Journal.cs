using System.Text;
using System.Text.Json;
using GradCamService.Evaluate.Plans;

namespace GradCamService.Evaluate.Runs;

/// <summary>
/// The pieces that are done, one line of JSON each, on the disk before the next is written: what a kill leaves behind is whole but for a last line
/// that is cut off and computed again.
/// </summary>
public sealed class Journal : IDisposable
{
    private const string FileName = "pieces.jsonl";

    // A line that is no piece.
    private const string Resumed = "{\"continued\":true}";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly FileStream _file;

    // Where the lines lie: what is in them is read when it is asked for, so that memory does not grow with the photos.
    private readonly SortedDictionary<(int Model, int Depth, int Number), (long Start, int Length)> _done = [];

    private Journal(FileStream file) => _file = file;

    /// <summary>How often a run went on that had been stopped.</summary>
    public int Continued { get; private set; }

    /// <summary>Opens the journal of an output folder, which nobody else may have open, or begins it.</summary>
    /// <param name="folder">Exists.</param>
    /// <param name="plan">A text that is the same for runs with the same figures.</param>
    /// <exception cref="EvaluationException">Another run is writing there, or what is there belongs to another plan.</exception>
    public static Journal Open(string folder, string plan)
    {
        var path = Path.Combine(folder, FileName);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new EvaluationException($"'{path}' cannot be written: {exception.Message}", exception);
        }
        var journal = new Journal(file);
        try
        {
            journal.ReadAll(path, plan);
        }
        catch
        {
            journal.Dispose();
            throw;
        }
        return journal;
    }

    /// <summary>Whether a piece is done.</summary>
    public bool Has(Piece piece)
    {
        lock (_done)
            return _done.ContainsKey(KeyOf(piece));
    }

    /// <summary>The pieces that are done, in their order, read from the disk one by one. None may be added meanwhile.</summary>
    public IEnumerable<PieceResult> Results
    {
        get
        {
            foreach (var (start, length) in _done.Values)
            {
                var line = new byte[length];
                for (var read = 0; read < length;)
                    read += RandomAccess.Read(_file.SafeFileHandle, line.AsSpan(read), start + read) is > 0 and var more ? more
                        : throw new EndOfStreamException($"'{_file.Name}' became shorter while it was read");
                yield return PieceJson.Read(line);
            }
        }
    }

    /// <summary>Writes down that a run goes on; nothing where none was begun.</summary>
    public void Continue()
    {
        lock (_done)
            if (_done.Count > 0)
            {
                Write(Encoding.UTF8.GetBytes(Resumed));
                Continued++;
            }
    }

    /// <summary>Writes a piece down. Safe to call from many threads.</summary>
    public void Add(PieceResult result)
    {
        lock (_done)
        {
            var start = _file.Position;
            Write(PieceJson.Write(result));
            _done[KeyOf(result.Piece)] = (start, (int)(_file.Position - start));
        }
    }

    public void Dispose() => _file.Dispose();

    private void ReadAll(string path, string plan)
    {
        using var reader = new StreamReader(_file, Encoding.UTF8, leaveOpen: true);
        var (whole, lines) = (0L, 0);
        while (reader.ReadLine() is { } line)
        {
            var length = Encoding.UTF8.GetByteCount(line) + 1;
            // The last line has no end where the run was killed while it wrote.
            if (whole + length > _file.Length)
                break;
            if (lines++ == 0 && line != Head(plan))
                throw new EvaluationException($"'{path}' belongs to an evaluation with other arguments, models or photos; choose another --output.");
            Read(line, whole, length);
            whole += length;
        }
        _file.SetLength(whole);
        _file.Seek(whole, SeekOrigin.Begin);
        if (lines == 0)
            Write(Encoding.UTF8.GetBytes(Head(plan)));
    }

    private static string Head(string plan) => JsonSerializer.Serialize(new { plan }, Json);

    private void Read(string line, long start, int length)
    {
        if (line == Resumed)
            Continued++;
        else if (start > 0 && PieceJson.Read(Encoding.UTF8.GetBytes(line)) is { Piece: var piece })
            _done[KeyOf(piece)] = (start, length);
    }

    private static (int Model, int Depth, int Number) KeyOf(Piece piece) => (piece.Model, piece.Depth, piece.Number);

    private void Write(byte[] line)
    {
        _file.Write([.. line, (byte)'\n']);
        _file.Flush(flushToDisk: true);
    }
}
