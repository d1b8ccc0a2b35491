; The installer for Windows, made by Inno Setup from the bundle: iscc packaging\stabiel.iss
; It needs no administrator: stabiel is installed for one user.
[Setup]
AppId={{6C0F5A52-7B0C-4A57-9F39-5B2C2C6E3E11}
AppName=stabiel
AppVersion=0.1.0
AppPublisher=stabiel
DefaultDirName={autopf}\stabiel
DefaultGroupName=stabiel
DisableProgramGroupPage=yes
DisableDirPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
OutputDir=..\out\installer
OutputBaseFilename=stabiel-setup
SetupIconFile=..\out\icons\stabiel.ico
UninstallDisplayIcon={app}\stabielw.exe
LicenseFile=..\LICENSE
Compression=lzma2
SolidCompression=yes
CloseApplications=yes

[Languages]
Name: "nl"; MessagesFile: "compiler:Languages\Dutch.isl"
Name: "en"; MessagesFile: "compiler:Default.isl"

[CustomMessages]
nl.Autostart=Start stabiel samen met de computer
en.Autostart=Start stabiel together with the computer

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"
Name: "autostart"; Description: "{cm:Autostart}"; Flags: unchecked

[Files]
Source: "..\out\bundle\stabiel\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs

[Icons]
Name: "{autoprograms}\stabiel"; Filename: "{app}\stabielw.exe"
Name: "{autodesktop}\stabiel"; Filename: "{app}\stabielw.exe"; Tasks: desktopicon
Name: "{userstartup}\stabiel"; Filename: "{app}\stabielw.exe"; Tasks: autostart

[Run]
Filename: "{app}\stabielw.exe"; Description: "{cm:LaunchProgram,stabiel}"; Flags: nowait postinstall skipifsilent

; What stabiel keeps is in another folder and stays: only "Erase everything" removes it.
