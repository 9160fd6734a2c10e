using System.Globalization;
using GradCamService.Commands;
using GradCamService.Onnx.Execution;

// Before anything loads libtorch.
NativeSettings.Apply();

// Numbers are read and written alike whatever language the machine speaks.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

return await CommandLine.RunAsync(args, Streams.OfProcess());

/// <summary>The entry point; public so that tests can start the service in their process.</summary>
public partial class Program;
