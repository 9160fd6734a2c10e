using System.ComponentModel.DataAnnotations;

namespace GradCamService.Explain.Queue;

/// <summary>Keys <c>Device</c> and <c>Device:Threads</c>: where networks run.</summary>
public sealed class DeviceOptions
{
    public const string Section = "Device";

    /// <summary><c>auto</c> (a GPU where there is one), <c>cpu</c>, or <c>cuda:N</c>. Default <c>auto</c>.</summary>
    [RegularExpression("auto|cpu|cuda(:[0-9]{1,2})?", ErrorMessage = "Device must be auto, cpu, cuda or cuda:N.")]
    public string Name { get; set; } = "auto";

    /// <summary>Threads that libtorch computes with on a CPU; 0 lets it choose. Default 0, 0 to 1,024.</summary>
    [Range(0, 1024, ErrorMessage = "Device:Threads must be from 0 to 1024.")]
    public int Threads { get; set; }
}
