// Media load: N bridged and recorded calls, the callers in a process of their own.
//   dotnet run -c Release --project bench/media -- 100,500 20      (numbers of calls, seconds)
//   dotnet run -c Release --project bench/media -- srtp            (the processor time of encrypting a packet and opening it)
using Hotline.Media.Bench;

if (args is ["generate", var firstPort])
{
    Generator.Run(int.Parse(firstPort));
    return;
}

if (args is ["srtp"])
{
    Sealing.Run();
    return;
}

var steps = (args.Length > 0 ? args[0] : "100,500").Split(',').Select(int.Parse);
var seconds = args.Length > 1 ? int.Parse(args[1]) : 20;
Console.WriteLine(Result.Head);
foreach (var calls in steps) Console.WriteLine(await Load.RunAsync(calls, TimeSpan.FromSeconds(seconds)));
