import { inEnglish } from './linuxErrors';

describe('errors of the system', () => {
  it.each([
    ["[Errno 2] Datei oder Verzeichnis nicht gefunden: '/x'", "[Errno 2] No such file or directory: '/x'"],
    ["[Errno 5] Erreur d'entrée/sortie", '[Errno 5] Input/output error'],
    ["<Connection>: [Errno -2] Der Name ist nicht bekannt'))", "<Connection>: [Errno -2] Name or service not known'))"],
    ['[Errno 13] Permission denied by policy 7', '[Errno 13] Permission denied by policy 7'],
    ['[Errno 4711] something of a driver', '[Errno 4711] something of a driver'],
    ['no error at all', 'no error at all'],
  ])('reads %s', (message, english) => {
    expect(inEnglish(message)).toBe(english);
  });
});
