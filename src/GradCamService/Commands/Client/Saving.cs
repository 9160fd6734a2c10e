using System.IO.Compression;
using System.Net.Mime;

namespace GradCamService.Commands.Client;

/// <summary>Writes a job's result to this machine: whole or not at all.</summary>
internal static class Saving
{
    /// <summary><c>jobs result</c>.</summary>
    public static async Task<int> RunAsync(JobsTask task)
    {
        var (id, output) = (task.Settings.Targets[0], task.Settings.Output ?? throw new WrongArgumentsException("'jobs result' needs '--output FILE'."));
        var type = output.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? MediaTypeNames.Application.Zip : MediaTypeNames.Application.Json;
        await SaveAsync(task, id, type, output);
        return ExitCodes.Done;
    }

    /// <summary>All files of a result, in a folder.</summary>
    public static async Task UnpackAsync(JobsTask task, string id, string folder)
    {
        Directory.CreateDirectory(folder);
        var archive = Path.Combine(folder, id + ".zip");
        await SaveAsync(task, id, MediaTypeNames.Application.Zip, archive);
        await ZipFile.ExtractToDirectoryAsync(archive, folder, overwriteFiles: true, task.Cancellation);
        File.Delete(archive);
    }

    private static async Task SaveAsync(JobsTask task, string id, string mediaType, string path)
    {
        var unfinished = path + ".part";
        try
        {
            await using (var file = File.Create(unfinished))
                await task.Client.SaveAsync(id, mediaType, file, task.Cancellation);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
