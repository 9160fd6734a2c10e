using System.Text;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Naming;
using GradCamService.Explain.Orders;
using GradCamService.Jobs.Blobs;
using GradCamService.Problems;
using GradCamService.Requests;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace GradCamService.Jobs;

/// <summary>Receives a job's form part by part and stores its files while they come. A part of a form is held at a time, never the form.</summary>
/// <param name="services">Where files go, and what they may be.</param>
internal sealed class JobFormReader(JobServices services)
{
    /// <summary>The part of an archive of photos, or of a dataset.</summary>
    public const string ArchiveField = "archive";

    private const int MostTexts = 1024;
    private const int LongestText = 1 << 20;

    /// <param name="request">Its body is read here.</param>
    /// <param name="job">The job's id, under which files are stored.</param>
    /// <exception cref="UnsupportedBodyException">The body is no form.</exception>
    /// <exception cref="InvalidDataException">It is malformed.</exception>
    /// <exception cref="JobTooLargeException">It has more photos or bytes than it may have.</exception>
    /// <exception cref="StorageException">Its files cannot be stored.</exception>
    public async Task<JobForm> ReadAsync(HttpRequest request, string job)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var reader = new MultipartReader(FormBoundary.Of(request, "multipart/form-data or application/json"), request.Body);
        var form = new Parts(services, job, cancellation);
        try
        {
            while (await reader.ReadNextSectionAsync(cancellation) is { } section)
                await form.AddAsync(section);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException && !cancellation.IsCancellationRequested)
        {
            form.Dispose();
            throw new InvalidDataException("it ends before its last boundary", exception);
        }
        catch
        {
            form.Dispose();
            throw;
        }
        return await form.CompleteAsync();
    }

    /// <summary>What has come so far.</summary>
    private sealed class Parts(JobServices services, string job, CancellationToken cancellation) : IDisposable
    {
        private readonly PhotoPacker _photos = new(services.Blobs, job, services.Options);
        private readonly List<SentField> _fields = [];
        private readonly List<SharedFile> _files = [];
        private readonly HashSet<int> _numbers = [];
        private (int Number, string Name, List<byte[]> Frames)? _frames;
        private FileInfo? _archive;
        private string? _archiveDigest;
        private long _bytes;

        public async Task AddAsync(MultipartSection section)
        {
            if (section.GetContentDispositionHeader() is not { } disposition || HeaderUtilities.RemoveQuotes(disposition.Name).Value is not { } name)
                throw new InvalidDataException("a part has no name");
            var file = disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value : HeaderUtilities.RemoveQuotes(disposition.FileName).Value;
            if (file is null && FrameNumber(name) is null && FormPart.IsImageType(section.ContentType))
                file = FormattableString.Invariant($"{name}-{_photos.Count}");
            if (name.Equals(ArchiveField, StringComparison.OrdinalIgnoreCase) && file is not null)
                await AddArchiveAsync(section.Body);
            else if (FrameNumber(name) is { } number)
                await AddFrameAsync(number, file ?? name, section.Body, name);
            else
                await AddOtherAsync(name, IsText(name, section) ? null : file, section.Body);
        }

        public async Task<JobForm> CompleteAsync()
        {
            await CloseFramesAsync();
            await _photos.FlushAsync(cancellation);
            return new JobForm(_fields, _photos.Photos) { Files = _files, Archive = _archive, ArchiveDigest = _archiveDigest };
        }

        public void Dispose() => _archive?.Delete();

        private async Task AddOtherAsync(string name, string? file, Stream body)
        {
            var isImage = name.Equals(OrderReader.ImageField, StringComparison.OrdinalIgnoreCase);
            var bytes = await ReadAsync(body, isImage || file is not null ? services.Upload.MaxBytes : LongestText);
            if (isImage && (file is not null || bytes is null || ImageHeader.IsImage(bytes)))
                await _photos.AddAsync(file ?? FormattableString.Invariant($"{OrderReader.ImageField}-{_photos.Count}"), bytes is null ? [] : [bytes], cancellation);
            else if (file is not null && (InputFields.IsOne(name) || bytes?.Length > 0))
                _files.Add(bytes is null ? throw new UploadTooLargeException(services.Upload.MaxBytes)
                    : new SharedFile(name, await services.Blobs.PutAsync(job, bytes, cancellation), bytes.Length));
            else if (_fields.Count >= MostTexts)
                throw new InvalidDataException($"it has more than {MostTexts} texts");
            else
                _fields.Add(new SentField(name, bytes is null ? throw new InvalidDataException($"the text '{Names.Shorten(name)}' has more than {LongestText} bytes")
                    : Encoding.UTF8.GetString(bytes)));
        }

        private async Task AddFrameAsync(int number, string name, Stream body, string part)
        {
            if (_frames is { } open && open.Number != number)
                await CloseFramesAsync();
            if (_frames is null && !_numbers.Add(number))
                throw new InvalidFieldsException(new Dictionary<string, string[]> { [part] = ["The frames of a photo must follow one another."] });
            _frames ??= (number, name, []);
            // A frame that is too large makes the whole photo so.
            if (await ReadAsync(body, services.Upload.MaxBytes - _frames.Value.Frames.Sum(frame => frame.Length)) is { } bytes)
                _frames.Value.Frames.Add(bytes);
            else
                throw new UploadTooLargeException(services.Upload.MaxBytes);
        }

        private async Task CloseFramesAsync()
        {
            if (_frames is not { } open)
                return;
            _frames = null;
            await _photos.AddAsync(open.Name, open.Frames, cancellation);
        }

        private async Task AddArchiveAsync(Stream body)
        {
            if (_archive is not null)
                throw new InvalidFieldsException(new Dictionary<string, string[]> { [ArchiveField] = [$"'{ArchiveField}' may be given once."] });
            _archive = new FileInfo(Path.Combine(services.Options.Incoming, job + ".zip"));
            (_archiveDigest, _bytes) = await Spooling.SaveAsync(body, _archive, _bytes, services.Options, cancellation);
        }

        /// <summary>A part's bytes; null where there are more than it may have. All are counted.</summary>
        private async Task<byte[]?> ReadAsync(Stream body, int most)
        {
            var (buffer, held) = (new byte[1 << 16], new MemoryStream());
            for (int read; (read = await body.ReadAsync(buffer, cancellation)) > 0;)
            {
                if ((_bytes += read) > services.Options.MaxBytes)
                    throw JobTooLargeException.Bytes(services.Options.MaxBytes);
                if (held.Length + read <= most)
                    held.Write(buffer, 0, read);
                else
                    most = -1;
            }
            return most < 0 ? null : held.ToArray();
        }

        // As in a request's form. A photo is one whatever type it was given.
        private static bool IsText(string name, MultipartSection section) => !name.Equals(OrderReader.ImageField, StringComparison.OrdinalIgnoreCase)
            && !InputFields.IsOne(name) && FormPart.IsTextType(section.ContentType);

        // image.0, image.1, …
        private static int? FrameNumber(string name) => name.StartsWith(OrderReader.ImageField + ".", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(name.AsSpan(OrderReader.ImageField.Length + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
